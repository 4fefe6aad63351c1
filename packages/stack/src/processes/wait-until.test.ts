import t from 'tap'
import { waitUntil } from './wait-until.ts'

t.test('a condition that never comes true is given up after its bound', async (t) => {
  t.equal(await waitUntil(() => false, { timeoutMs: 30, everyMs: 5 }), false)
})

t.test('a condition that comes true ends the wait at once', async (t) => {
  let checks = 0
  t.equal(await waitUntil(() => ++checks === 3, { timeoutMs: 10_000, everyMs: 1 }), true)
  t.equal(checks, 3)
})
