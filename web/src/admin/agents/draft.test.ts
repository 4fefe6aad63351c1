import t from 'tap'
import type { Definition } from './agents.queries.ts'
import { isSame, keepDraft, newForm, readDraft, toDefinition, toForm, withSetting } from './draft.ts'

const definition: Definition = {
  name: '灵值生态园',
  description: '',
  system_prompt: 'One.\nTwo.',
  model_config: { model: 'm', temperature: 0.7, thinking: { type: 'enabled', budget_tokens: 10 } },
  context_messages: null,
  shared_cache: true,
  visibility: 'hidden',
  sort_order: -3,
}

function memory(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
}

t.test('a definition comes through the form unchanged', async (t) => {
  t.same(toDefinition(toForm(definition)), definition)
  t.same(toDefinition(toForm({ ...definition, context_messages: 20 }))?.context_messages, 20)
})

t.test(
  'what is no number is sent as it was typed, and settings that are no object are not sent',
  async (t) => {
    t.equal(toDefinition({ ...newForm, context_messages: 'ten' })?.context_messages, 'ten')
    for (const model of ['', '{', '[]', 'null', '7'])
      t.equal(toDefinition({ ...newForm, model }), undefined, model)
  },
)

t.test(
  'changing one setting keeps the others, their order, and members the page has no field for',
  async (t) => {
    const model = '{"model":"m","temperature":0.5,"later":{"a":1}}'
    t.same(JSON.parse(withSetting(model, 'temperature', 1)), { model: 'm', temperature: 1, later: { a: 1 } })
    t.equal(Object.keys(JSON.parse(withSetting(model, 'model', 'n'))).join(), 'model,temperature,later')
    t.same(JSON.parse(withSetting(model, 'temperature', undefined)), { model: 'm', later: { a: 1 } })
  },
)

t.test('other spaces in the same settings are no change', async (t) => {
  const form = toForm(definition)
  t.ok(isSame(form, { ...form, model: JSON.stringify(JSON.parse(form.model)) }))
  t.notOk(isSame(form, { ...form, model: '{' }))
  t.notOk(isSame(form, { ...form, name: 'other' }))
})

t.test('a draft is kept for its agent until it is dropped, and what is no draft is ignored', async (t) => {
  const storage = memory()
  keepDraft(7, { version: 3, form: { ...newForm, name: 'seven' } }, storage)
  t.match(readDraft(7, storage), { version: 3, form: { name: 'seven' } })
  t.equal(readDraft('new', storage), undefined)
  keepDraft(7, undefined, storage)
  t.equal(readDraft(7, storage), undefined)
  storage.setItem('lz.draft.agent.7', '"broken')
  t.equal(readDraft(7, storage), undefined)
})

t.test('a draft of an earlier version of the page has the defaults of fields added since', async (t) => {
  const storage = memory()
  storage.setItem('lz.draft.agent.new', '{"version":0,"form":{"name":"old"}}')
  t.same(readDraft('new', storage)?.form, { ...newForm, name: 'old' })
})

t.test('a full storage loses the draft, not the page', async (t) => {
  const full = {
    ...memory(),
    setItem: () => {
      throw new Error('QuotaExceededError')
    },
  } as Storage
  t.doesNotThrow(() => keepDraft(7, { version: 1, form: newForm }, full))
})
