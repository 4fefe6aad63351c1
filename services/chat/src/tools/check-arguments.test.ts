import { monitorEventLoopDelay } from 'node:perf_hooks'
import t from 'tap'
import { checkArguments } from './check-arguments.ts'
import { checkable } from './read-catalogue.ts'

/** Two ways at each of 25 steps. */
const $defs: Record<string, object> = { d25: { type: 'integer' } }
for (let n = 0; n < 25; n++) {
  const next = { $ref: `#/$defs/d${n + 1}` }
  $defs[`d${n}`] = { anyOf: [next, next] }
}
const bomb = {
  schema: { type: 'object', $defs, properties: { x: { $ref: '#/$defs/d0' } } },
  value: { x: 'no' },
}

t.test('schemas that take for ever end with their thread, and hold nobody up', async (t) => {
  let turns = 0
  const turning = setInterval(() => ++turns, 10)
  t.same(await checkArguments([bomb], 'one'), ['too slow'])
  clearInterval(turning)
  t.ok(turns > 20, `${turns} turns`)
})

t.test('short schemas are checked here and others in a thread, with the same outcome', async (t) => {
  const $defs = { a: { type: 'string' } }
  const [plain, apart, none] = await checkArguments(
    [
      { schema: { type: 'object', required: ['a'] }, value: {} },
      { schema: { $defs, properties: { a: { $ref: '#/$defs/a' } } }, value: { a: 1 } },
      { schema: { type: 'nothing at all' }, value: {} },
    ],
    'two',
  )
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

t.test(
  'slow checks of one asker delay others by the one that is under way, and are refused beyond a share',
  async (t) => {
    const ended: string[] = []
    const slow = Array.from({ length: 2 }, () =>
      checkArguments([bomb], 'slow').then((checked) => {
        ended.push('slow')
        return checked
      }),
    )
    const $defs = { a: { type: 'string' } }
    const quick = { schema: { $defs, properties: { a: { $ref: '#/$defs/a' } } }, value: { a: 1 } }
    await checkArguments([quick], 'other')
    t.same(ended, ['slow'])
    t.same(await Promise.all(slow), [['too slow'], ['too slow']])
  },
)

t.test(
  'a short schema over long arguments, or one of many choices, holds the process no longer than one may',
  async (t) => {
    const nothing = Array.from({ length: 90 }, () => ({ type: 'null' }))
    const long = {
      schema: { type: 'object', properties: { a: { items: { anyOf: nothing } } } },
      value: { a: Array.from({ length: 30_000 }, () => 1) },
    }
    const nest = (n: number): object => (n === 0 ? { type: 'null' } : { oneOf: [nest(n - 1), nest(n - 1)] })
    const choices = { schema: { type: 'object', properties: { x: nest(6) } }, value: { x: 1 } }
    // What is loaded once.
    await checkArguments([{ schema: { type: 'object' }, value: {} }], 'three')
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    await checkArguments([long, choices], 'three')
    delay.disable()
    const ms = delay.max / 1e6
    t.ok(ms < 300, `${ms} ms`)
  },
)
