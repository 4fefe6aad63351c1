import t from 'tap'
import { retrying, setRetries } from './retry.ts'

const failing = (code: string) => {
  const calls = { count: 0 }
  const work = async () => {
    calls.count += 1
    throw Object.assign(new Error(code), { code })
  }
  return { calls, work }
}

t.test('work that certainly did not commit is retried as often as the settings allow', async (t) => {
  const db = {}
  setRetries(db, 2)
  for (const code of ['40001', '40P01', '57P03', 'ECONNREFUSED']) {
    const { calls, work } = failing(code)
    await t.rejects(retrying(db, work), { code })
    t.equal(calls.count, 3, code)
  }
})

t.test('work that may have committed, or would fail again, is not retried', async (t) => {
  for (const code of ['ECONNRESET', '57P01', '23505']) {
    const { calls, work } = failing(code)
    await t.rejects(retrying({}, work), { code })
    t.equal(calls.count, 1, code)
  }
})
