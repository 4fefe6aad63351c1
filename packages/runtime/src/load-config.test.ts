import t from 'tap'
import { Type } from 'typebox'
import { ConfigError, loadConfig } from './load-config.ts'

const schema = Type.Object({
  PORT: Type.Integer({ minimum: 1 }),
  FLAG: Type.Boolean({ default: false }),
  SECRET: Type.String({ minLength: 8 }),
  NAME: Type.String({ default: 'lingzhi' }),
})

t.test('text becomes what the schema says, and defaults fill in', async (t) => {
  const config = loadConfig(schema, { PORT: '80', FLAG: 'true', SECRET: '12345678', NAME: '' })
  t.same(config, { PORT: 80, FLAG: true, SECRET: '12345678', NAME: 'lingzhi' })
})

t.test('all faults are told together, each with its setting and never its value', async (t) => {
  try {
    loadConfig(schema, { PORT: 'eighty', SECRET: 'hush' })
    t.fail('it was accepted')
  } catch (err) {
    t.ok(err instanceof ConfigError)
    t.match(String(err), /PORT/)
    t.match(String(err), /SECRET/)
    t.notMatch(String(err), /eighty|hush/)
  }
})

t.test('a setting may come from the file another setting names', async (t) => {
  const dir = t.testdir({ secret: 'from-a-file\n' })
  t.equal(loadConfig(schema, { PORT: '80', SECRET_FILE: `${dir}/secret` }).SECRET, 'from-a-file')
  t.throws(() => loadConfig(schema, { PORT: '80', SECRET_FILE: `${dir}/none` }), /SECRET_FILE/)
})
