import { newId } from '@lingzhi/contracts/ids'
import { hourMs } from '@lingzhi/runtime/time'
import { testDatabase } from '@lingzhi/testing/test-database'
import { pino } from 'pino'
import t from 'tap'
import { forgetLateData, forgetUser } from './forget-users.ts'

async function start(t: Parameters<typeof testDatabase>[0]) {
  const migrations = `${import.meta.dirname}/forget-users-migration`
  const { db } = await testDatabase<{ deleted_users: { user_id: string; deleted_at: Date } }>(t, migrations)
  const startedAt = Date.now()
  const clock = { aheadMs: 0 }
  const removed: string[] = []
  const forgetting = {
    db,
    log: pino({ enabled: false }),
    now: () => new Date(startedAt + clock.aheadMs),
    removeDataOf: async (userId: string) => void removed.push(userId),
  }
  const remembered = () => db.selectFrom('deleted_users').selectAll().orderBy('user_id').execute()
  return { clock, removed, forgetting, remembered }
}

t.test('a user forgotten twice is remembered once, by the first time', async (t) => {
  const { clock, removed, forgetting, remembered } = await start(t)
  const user = newId()
  await forgetUser(forgetting, user)
  const first = await remembered()
  clock.aheadMs = hourMs / 2
  await forgetUser(forgetting, user)
  t.same(removed, [user, user])
  t.same(await remembered(), first)
  t.equal(first.length, 1)
})

t.test('an hour later the data is removed once more, and the record of the user with it', async (t) => {
  const { clock, removed, forgetting, remembered } = await start(t)
  const user = newId()
  await forgetUser(forgetting, user)
  clock.aheadMs = hourMs - 1
  await forgetLateData(forgetting)
  t.same(removed, [user])
  clock.aheadMs = hourMs + 1
  await forgetLateData(forgetting)
  await forgetLateData(forgetting)
  t.same(removed, [user, user])
  t.same(await remembered(), [])
})

t.test('what could not be removed is removed by the next sweep', async (t) => {
  const { clock, removed, forgetting, remembered } = await start(t)
  const user = newId()
  const away = {
    ...forgetting,
    removeDataOf: async () => {
      throw new Error('the store is away')
    },
  }
  await t.rejects(forgetUser(away, user), { message: 'the store is away' })
  clock.aheadMs = hourMs + 1
  await forgetLateData(away)
  t.equal((await remembered()).length, 1)
  await forgetLateData(forgetting)
  t.same(removed, [user])
  t.same(await remembered(), [])
})

t.test('a user whose data cannot be removed does not hold up the others, and is tried again', async (t) => {
  const { clock, removed, forgetting, remembered } = await start(t)
  const users = [newId(), newId()]
  for (const user of users) await forgetUser(forgetting, user)
  removed.length = 0
  clock.aheadMs = hourMs + 1
  let failed: string | undefined
  const firstFails = {
    ...forgetting,
    removeDataOf: async (userId: string) => {
      failed ??= userId
      if (userId === failed) throw new Error('the store is away')
      removed.push(userId)
    },
  }
  await forgetLateData(firstFails)
  t.same(
    removed,
    users.filter((user) => user !== failed),
  )
  t.match(await remembered(), [{ user_id: failed }])
  await forgetLateData(forgetting)
  t.same(removed.toSorted(), users.toSorted())
  t.same(await remembered(), [])
})

t.test('one sweep reaches every user, behind more failures than a batch holds', async (t) => {
  const { clock, removed, forgetting } = await start(t)
  const users = Array.from({ length: 1_002 }, newId).sort()
  const values = users.map((user_id) => ({ user_id, deleted_at: forgetting.now() }))
  // The last ones first, so that no order of rows in the table helps.
  await forgetting.db.insertInto('deleted_users').values(values.toReversed()).execute()
  clock.aheadMs = hourMs + 1
  const tried: string[] = []
  const lasts = new Set([users[501], users.at(-1)])
  await forgetLateData({
    ...forgetting,
    removeDataOf: async (userId) => {
      tried.push(userId)
      if (!lasts.has(userId)) throw new Error('the store is away')
      removed.push(userId)
    },
  })
  t.same(removed, [users[501], users.at(-1)])
  t.same(tried, users, 'each once, in order')
})
