import t from 'tap'
import type { Definition } from './agents.queries.ts'
import { changesBetween } from './changes.ts'
import { newForm, toDefinition } from './draft.ts'

const definition = toDefinition({ ...newForm, name: 'a', model: '{"model":"m","stop":["x"]}' }) as Definition

t.test('fields of the agent and of its model are told one by one', async (t) => {
  const after = { ...definition, name: 'b', shared_cache: true, model_config: { model: 'm', temperature: 0 } }
  t.same(changesBetween(definition, after), [
    { field: 'name', before: 'a', after: 'b' },
    { field: 'shared_cache', before: 'false', after: 'true' },
    { field: 'model_config.stop', before: '["x"]', after: '' },
    { field: 'model_config.temperature', before: '', after: '0' },
  ])
})

t.test('a definition does not differ from itself, nor by the order of its settings', async (t) => {
  const other = { ...definition, model_config: { stop: ['x'], model: 'm' } }
  t.same(changesBetween(definition, other), [])
})
