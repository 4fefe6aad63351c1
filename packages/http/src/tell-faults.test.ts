import t from 'tap'
import type { TSchema } from 'typebox'
import { Type } from 'typebox'
import { toProblem } from './problem-handler.ts'
import { compileValidator } from './validator.ts'

/** `errors` of the problem that a body of this schema raises, in a language. */
function errorsOf(schema: TSchema, body: unknown, language: 'zh' | 'en') {
  const validate = compileValidator({ schema, method: 'POST', url: '/', httpPart: 'body' }) as {
    (data: unknown): boolean
    errors: object[]
  }
  if (validate(body)) return []
  const error = Object.assign(new Error(), { validation: validate.errors, validationContext: 'body' })
  return toProblem(error).toDocument('/', 'id', language).errors
}

t.test('an instant that no clock here knows is told as one in the wrong form', async (t) => {
  const At = Type.String({ format: 'date-time' })
  const form = { zh: '应为带时区的时间，例如 2026-03-01T08:00:00Z' }
  t.same(errorsOf(At, '2026-03-01T08:00:00+08:00', 'zh'), [])
  for (const text of [
    '2016-12-31T23:59:60Z',
    '9999-12-31T23:59:59-12:00',
    '0000-01-01T00:00:00Z',
    '2026-02-30T00:00:00Z',
  ])
    t.match(errorsOf(At, text, 'zh'), [{ path: 'body', message: form.zh }], text)
})

const Agent = Type.Union([Type.Integer(), Type.String({ pattern: '^\\d{0,9}$' }), Type.Null()])
const Kind = Type.Union([Type.Literal('json'), Type.Literal('csv')])
const cases: [TSchema, unknown, { path: string; zh: string; en: string }][] = [
  [Type.String(), 5, { path: 'body', zh: '应为文本', en: 'expected text' }],
  [
    Type.Object({ n: Type.Union([Type.Integer(), Type.Null()]) }),
    { n: 'x' },
    { path: 'n', zh: '应为整数、null 之一', en: 'expected a whole number or null' },
  ],
  [
    Type.Object({ agentId: Agent }),
    { agentId: {} },
    { path: 'agentId', zh: '应为整数、文本、null 之一', en: 'expected a whole number or text or null' },
  ],
  [
    Type.Object({ agentId: Agent }),
    { agentId: 'abc' },
    { path: 'agentId', zh: '形式不正确', en: 'does not have the expected form' },
  ],
  [
    Type.Object({ kind: Kind }),
    { kind: 'xml' },
    { path: 'kind', zh: '应为 json、csv 之一', en: 'expected json or csv' },
  ],
  [
    Type.Object({ 'a/b': Type.Object({ c: Type.String() }) }),
    { 'a/b': {} },
    { path: 'a/b.c', zh: '不能缺少', en: 'is required' },
  ],
  [
    Type.Union([Type.Object({ name: Type.String() }), Type.Null()]),
    {},
    { path: 'name', zh: '不能缺少', en: 'is required' },
  ],
  [
    Type.Object({ n: Type.Integer({ maximum: 3 }) }),
    { n: 4 },
    { path: 'n', zh: '不能大于 3', en: 'is more than 3' },
  ],
  [
    Type.Object({ list: Type.Array(Type.String(), { maxItems: 1 }) }),
    { list: ['a', 'b'] },
    { path: 'list', zh: '不能超过 1 项', en: 'has more than 1 item' },
  ],
  [
    Type.Object({ day: Type.String({ format: 'date' }) }),
    { day: 'tomorrow' },
    { path: 'day', zh: '应为日期，例如 2026-03-01', en: 'expected a date such as 2026-03-01' },
  ],
]

t.test('a fault is told once, in words, in either language', async (t) => {
  for (const [schema, body, { path, zh, en }] of cases) {
    t.same(errorsOf(schema, body, 'zh'), [{ path, message: zh }], JSON.stringify(body))
    t.same(errorsOf(schema, body, 'en'), [{ path, message: en }], JSON.stringify(body))
  }
})
