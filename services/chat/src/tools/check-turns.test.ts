import t from 'tap'
import { createCheckTurns } from './check-turns.ts'

function clocked() {
  const clock = { now: 0 }
  const order: string[] = []
  const turns = createCheckTurns({ now: () => clock.now })
  const spend = (asker: string, ms: number) =>
    turns.run(asker, async () => {
      order.push(asker)
      clock.now += ms
      return true
    })
  return { clock, order, spend }
}

t.test('who has used least is next, whoever asked first', async (t) => {
  const { order, spend } = clocked()
  await Promise.all([spend('a', 4_000), spend('a', 4_000), spend('a', 4_000), spend('b', 10), spend('c', 10)])
  t.same(order, ['a', 'b', 'c', 'a', 'a'])
})

t.test(
  'beyond a third of a minute an asker is refused, and others are not; a minute later they are not either',
  async (t) => {
    const { clock, spend } = clocked()
    const asked = await Promise.all(Array.from({ length: 8 }, () => spend('a', 4_000)))
    t.equal(asked.filter(Boolean).length, 5)
    t.equal(await spend('a', 1), undefined)
    t.equal(await spend('b', 1), true)
    clock.now += 60_000
    t.equal(await spend('a', 1), true)
  },
)

t.test('one asker waits with eight, and nobody for ever', async (t) => {
  const turns = createCheckTurns({ waitMs: 20 })
  const held = Promise.withResolvers<void>()
  const first = turns.run('a', () => held.promise.then(() => true))
  const many = Array.from({ length: 9 }, () => turns.run('a', async () => true))
  t.equal(await many[8], undefined, 'at once')
  t.same(await Promise.all(many), Array(9).fill(undefined), 'in time')
  held.resolve()
  t.equal(await first, true)
  t.equal(await turns.run('a', async () => true), true)
})

t.test('a task that fails gives its turn on', async (t) => {
  const turns = createCheckTurns()
  await t.rejects(
    turns.run('a', () => Promise.reject(new Error('no'))),
    /no/,
  )
  t.equal(await turns.run('b', async () => true), true)
})
