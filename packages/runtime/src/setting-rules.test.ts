import t from 'tap'
import { Type } from 'typebox'
import { ConfigError, loadConfig } from './load-config.ts'

const schema = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65_535 }),
  KEEP: Type.Optional(Type.Integer({ minimum: 1 })),
  FACTOR: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  FLAG: Type.Optional(Type.Boolean()),
  SECRET: Type.Optional(Type.String({ minLength: 8, maxLength: 9 })),
  KIND: Type.Optional(Type.Enum(['a', 'b'])),
  FORM: Type.Optional(Type.String({ pattern: '^x', rule: { zh: '必须以 x 开头', en: 'must begin with x' } })),
})

function textsOf(env: NodeJS.ProcessEnv) {
  try {
    loadConfig(schema, env)
    return []
  } catch (error) {
    return (error as ConfigError).texts.map(({ zh, en }) => [en, zh])
  }
}

t.test('every kind of fault is told in both languages, as an operator would say it', async (t) => {
  const wrong = {
    PORT: 'abc',
    KEEP: '0',
    FACTOR: '0',
    FLAG: 'perhaps',
    SECRET: 'short',
    KIND: 'c',
    FORM: 'y',
  }
  t.same(textsOf(wrong), [
    ['PORT: must be a whole number from 0 to 65535', 'PORT：必须是 0 到 65535 的整数'],
    ['KEEP: must be a whole number, 1 or more', 'KEEP：必须是不小于 1 的整数'],
    ['FACTOR: must be a number greater than 0', 'FACTOR：必须是大于 0 的数字'],
    ['FLAG: must be true or false', 'FLAG：必须是 true 或 false'],
    ['SECRET: must have at least 8 characters', 'SECRET：至少要有 8 个字符'],
    ['KIND: must be one of a, b', 'KIND：必须是以下之一：a, b'],
    ['FORM: must begin with x', 'FORM：必须以 x 开头'],
  ])
  for (const PORT of ['70000', '-1', '1.5', '80a', '0x', '８０', '1,000'])
    t.same(textsOf({ PORT }), textsOf({ PORT: 'abc' }), `one rule, however it is broken: ${PORT}`)
  t.same(textsOf({ PORT: '1', SECRET: 'much too long' })[0]?.[0], 'SECRET: must have at most 9 characters')
})

t.test('what is missing is named', async (t) => {
  t.same(textsOf({}), [['PORT: must be set', 'PORT：必须设置']])
})

t.test('the message holds both languages and no value', async (t) => {
  const message = String(new ConfigError([{ zh: 'A：甲', en: 'A: a' }, 'B: b']))
  t.equal(message, 'ConfigError: 配置有误。The configuration is not valid:\n  A：甲\n  A: a\n  B: b')
})
