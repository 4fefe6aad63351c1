import { UserRegistered } from '@lingzhi/contracts/auth'
import type { LegacyPoints } from '@lingzhi/contracts/legacy-import'
import { eventually } from '@lingzhi/testing/eventually'
import { testDatabase } from '@lingzhi/testing/test-database'
import t from 'tap'
import { recordCheckins } from '../checkins/checkins.queries.ts'
import type { Database } from '../database.ts'
import { markErased } from '../points/points.queries.ts'
import { reconcile } from '../reconcile/reconcile.ts'
import { migrations, startTestApp } from '../test-app.ts'
import { importPoints } from './import-points.ts'

const at = new Date('2026-03-05T04:00:00Z')
const importing = { dryRun: false, today: '2026-03-05', at }
const days = (...dates: string[]) => dates.map((date) => ({ date, earned: 3, at: null }))
const past = (more: Partial<LegacyPoints> = {}): LegacyPoints => ({
  type: 'points',
  origin: '1',
  user_id: crypto.randomUUID(),
  balance: 100,
  checkins: days('2026-03-01', '2026-03-03', '2026-03-04'),
  ...more,
})

async function open(t: Parameters<typeof testDatabase>[0]) {
  const { db } = await testDatabase<Database>(t, migrations)
  const faults = async () => (await Array.fromAsync(reconcile(db))).flatMap((outcome) => outcome.faults)
  const ledger = () =>
    db.selectFrom('points_ledger').select(['kind', 'amount', 'balance']).orderBy('seq').execute()
  const account = () => db.selectFrom('points_accounts').selectAll().executeTakeFirst()
  const checkIn = (userId: string, day: string) =>
    recordCheckins(db, [{ userId, day, at, correlationId: 'test', traceparent: undefined }], [1, 2, 3, 5])
  return { db, faults, ledger, account, checkIn }
}

t.test('a balance is one opening entry, the days count, and everything adds up', async (t) => {
  const { db, faults, ledger, account, checkIn } = await open(t)
  const one = past()
  t.match(await importPoints(db, one, importing), { outcome: 'new', opening: 100, checkins: { new: 3 } })
  t.same(await ledger(), [{ kind: 'opening', amount: 100, balance: 100 }])
  t.match(await account(), { streak: 2, longest_streak: 2, checkins: 3, last_checkin: '2026-03-04' })
  t.same(await faults(), [])
  await checkIn(one.user_id, '2026-03-05')
  t.match(await account(), { streak: 3, balance: 103 }, 'the streak goes on here')
  t.same(await faults(), [])

  const again = { ...one, balance: 120, checkins: [...one.checkins, ...days('2026-03-05', '2026-03-06')] }
  t.match(await importPoints(db, again, importing), {
    outcome: 'existing',
    opening: 100,
    checkins: { new: 0, existing: 4, skipped: 1 },
  })
  t.match(await account(), { streak: 3, balance: 103 }, 'and nothing is given twice')
})

t.test('a day to come, and one beside a day that was earned here, are left out', async (t) => {
  const { db, faults, account, checkIn } = await open(t)
  const one = past({ checkins: days('2026-03-01', '2026-03-03', '2999-01-01') })
  await checkIn(one.user_id, '2026-03-04')
  t.match(await importPoints(db, one, importing), { checkins: { new: 1, skipped: 2 } })
  t.match(await account(), { streak: 1, checkins: 2, last_checkin: '2026-03-04', balance: 101 })
  t.same(await faults(), [])
})

t.test('a dry run stores nothing, and an erased user gets nothing', async (t) => {
  const { db, ledger, account } = await open(t)
  const one = past()
  t.match(await importPoints(db, one, { ...importing, dryRun: true }), { outcome: 'new', opening: 100 })
  t.same([await ledger(), await account()], [[], undefined])
  await db.transaction().execute((trx) => markErased(trx, one.user_id, at))
  t.match(await importPoints(db, one, importing), { outcome: 'deleted', opening: 0 })
  t.same([await ledger(), await account()], [[], undefined])
})

t.test('of many runs at once one opens the ledger', async (t) => {
  const { db, ledger } = await open(t)
  const one = past()
  const all = await Promise.allSettled(Array.from({ length: 5 }, () => importPoints(db, one, importing)))
  t.ok(all.some(({ status }) => status === 'fulfilled'))
  t.equal((await ledger()).length, 1)
})

t.test('who comes from a replaced system gets no bonus for registering, and anybody else does', async (t) => {
  const { db, bus } = await startTestApp(t, { REGISTRATION_BONUS: 50 })
  const ids = [crypto.randomUUID(), crypto.randomUUID()]
  for (const [n, user_id] of ids.entries()) {
    const data = {
      user_id,
      username: `u${n}`,
      created_at: at.toISOString(),
      ...(n === 0 && { imported: true }),
    }
    const fact = { id: crypto.randomUUID(), subject: UserRegistered.subject, at, correlation_id: null, data }
    await bus.js.publish(bus.subject(UserRegistered.subject), JSON.stringify(fact))
  }
  await eventually(
    async () =>
      (await db.selectFrom('members').selectAll().where('username', 'is not', null).execute()).length === 2,
  )
  t.match(await db.selectFrom('points_ledger').selectAll().execute(), [{ user_id: ids[1], amount: 50 }])
})
