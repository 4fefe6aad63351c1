import t from 'tap'
import { checkArguments } from './check-arguments.ts'
import { checkable } from './read-catalogue.ts'

t.test('schemas that take for ever end with their thread, and hold nobody up', async (t) => {
  // Two ways at each of 25 steps.
  const $defs: Record<string, object> = { d25: { type: 'integer' } }
  for (let n = 0; n < 25; n++) {
    const next = { $ref: `#/$defs/d${n + 1}` }
    $defs[`d${n}`] = { anyOf: [next, next] }
  }
  const bomb = { type: 'object', $defs, properties: { x: { $ref: '#/$defs/d0' } } }
  let turns = 0
  const turning = setInterval(() => ++turns, 10)
  t.same(await checkArguments([{ schema: bomb, value: { x: 'no' } }]), ['too slow'])
  clearInterval(turning)
  t.ok(turns > 20, `${turns} turns`)
})

t.test('short schemas are checked here and others in a thread, with the same outcome', async (t) => {
  const $defs = { a: { type: 'string' } }
  const [plain, apart, none] = await checkArguments([
    { schema: { type: 'object', required: ['a'] }, value: {} },
    { schema: { $defs, properties: { a: { $ref: '#/$defs/a' } } }, value: { a: 1 } },
    { schema: { type: 'nothing at all' }, value: {} },
  ])
  t.match(plain, { faults: [{ path: '', rule: /required property/ }] })
  t.match(apart, { faults: [{ path: '/a', rule: 'must be string' }] })
  t.equal(none, 'no schema')
})

t.test('regular expressions of strangers are not run; members of their names are', async (t) => {
  const schema = {
    type: 'object',
    properties: { pattern: { type: 'string', pattern: '^(a+)+$' }, format: { const: { pattern: 1 } } },
  }
  t.same(checkable(schema), {
    type: 'object',
    properties: { pattern: { type: 'string' }, format: { const: { pattern: 1 } } },
  })
})
