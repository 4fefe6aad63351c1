import { testDatabase } from '@lingzhi/testing/test-database'
import { sql } from 'kysely'
import t from 'tap'
import type { Database, Db } from '../database.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import { migrations } from '../test-app.ts'
import { gatherCheckins } from './gather-checkins.ts'

const newUsers = (count: number) => Array.from({ length: count }, () => crypto.randomUUID())

const checkinOf = (userId: string, day = '2026-03-01') => ({
  userId,
  day,
  at: new Date(`${day}T04:00:00Z`),
  correlationId: 'test',
  traceparent: `00-${userId.replaceAll('-', '')}-00f067aa0ba902b7-01`,
})

async function faultsIn(db: Db) {
  return (await Array.fromAsync(reconcile(db))).flatMap(({ faults }) => faults)
}

t.test(
  'check-ins stored together are each recorded, rewarded and published with their own trace',
  async (t) => {
    const { db } = await testDatabase<Database>(t, migrations)
    const record = gatherCheckins(db, [1, 2])
    const users = newUsers(150)
    const accounts = await Promise.all(users.map((user) => record(checkinOf(user))))
    t.same(
      accounts.map((account) => account?.user_id),
      users,
    )
    t.same(await faultsIn(db), [])
    const { rows } = await sql<{ facts: number; transactions: number }>`
    select count(*) as facts, count(distinct xmin::text) as transactions from outbox
    where split_part(traceparent, '-', 2) = replace(data->>'user_id', '-', '')`.execute(db)
    t.equal(rows[0]?.facts, users.length)
    t.ok((rows[0]?.transactions ?? 0) <= 6)
  },
)

t.test('a check-in that the database refuses does not affect the others', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const users = newUsers(40)
  const spoilt = users[20] ?? ''
  // An account without entries in the ledger.
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx)
    await trx.insertInto('points_accounts').values({ user_id: spoilt, seq: 5, balance: 9 }).execute()
  })
  const record = gatherCheckins(db, [1, 2])
  const outcomes = await Promise.allSettled(users.map((user) => record(checkinOf(user))))
  const refused = users.filter((_, n) => outcomes[n]?.status === 'rejected')
  t.same(refused, [spoilt])
  const rewarded = await db.selectFrom('checkin_records').select('user_id').execute()
  t.equal(rewarded.length, users.length - 1)
})

t.test('two replicas with the same users in opposite order reward each once', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const [one, other] = [gatherCheckins(db, [1, 2]), gatherCheckins(db, [1, 2])]
  const users = newUsers(100)
  const accounts = await Promise.all([
    ...users.map((user) => one(checkinOf(user))),
    ...users.toReversed().map((user) => other(checkinOf(user))),
  ])
  t.equal(accounts.filter(Boolean).length, users.length)
  t.same(await faultsIn(db), [])
})

t.test('a user who comes twice at midnight is judged by the day of each', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const record = gatherCheckins(db, [1, 2])
  // The first ones occupy the transactions, so that the two wait together.
  const [first, second, user = ''] = newUsers(3)
  const [, , before, after, again] = await Promise.all([
    record(checkinOf(first ?? '')),
    record(checkinOf(second ?? '')),
    record(checkinOf(user)),
    record(checkinOf(user, '2026-03-02')),
    record(checkinOf(user, '2026-03-02')),
  ])
  t.match(before, { streak: 1, balance: 1 })
  t.match(after, { streak: 2, balance: 3 })
  t.equal(again, undefined)
})

t.test('when too many wait, further ones are refused with a Retry-After', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const record = gatherCheckins(db, [1, 2])
  const outcomes = await Promise.allSettled(newUsers(1_200).map((user) => record(checkinOf(user))))
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  t.equal(refused.length, 198)
  t.ok(refused.every(({ reason }) => reason.code === 'SERVICE_UNAVAILABLE'))
  const { stored } = await db
    .selectFrom('checkin_records')
    .select((eb) => eb.fn.countAll<number>().as('stored'))
    .executeTakeFirstOrThrow()
  t.equal(stored, 1_002)
})
