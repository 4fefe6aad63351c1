import { newId } from '@lingzhi/contracts/ids'
import { assertHeld, testOperations } from '@lingzhi/testing/held-operations'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from './test-app.ts'

const { app, identity, db } = await startTestApp(t)
const { headers } = await identity.user({ role: 'admin' })

await testOperations(t, app, async () => headers)

t.test('nor do the longest lists', async (t) => {
  const { headers, id } = await identity.user()
  const many = 5_000
  await sql`insert into members (user_id, username, named_at, registered_at, show_name)
    select gen_random_uuid(), repeat('名', 60) || n, now(), now(), true from generate_series(1, ${many}::int) n`.execute(
    db,
  )
  await sql`insert into points_ledger (id, user_id, seq, kind, amount, balance, reason, created_at)
    select gen_random_uuid(), user_id, 1, 'adjustment', 100, 100, 'a', now() from members`.execute(db)
  await sql`insert into points_accounts (user_id, seq, balance, last_checkin, streak, longest_streak, checkins)
    select user_id, 1, 100, '2026-03-01', 100, 100, 100 from members`.execute(db)
  const entries = Array.from({ length: 101 }, (_, n) => ({
    id: newId(),
    user_id: id,
    seq: n + 1,
    kind: 'adjustment',
    amount: 1,
    balance: n + 1,
    reason: '由'.repeat(200),
    reference: null,
    created_at: new Date(),
  }))
  await db.insertInto('points_ledger').values(entries).execute()
  await sql`insert into checkin_records (id, user_id, checkin_date, streak, lingzhi_earned, created_at)
    select gen_random_uuid(), ${id}, date '2026-01-01' + n, n + 1, 34, now() from generate_series(0, 58) n`.execute(
    db,
  )
  for (const url of [
    '/api/checkin/leaderboard?limit=100',
    '/api/points/ledger?limit=100',
    '/api/checkin/history?month=2026-01',
    '/api/checkin/history',
    '/api/checkin/status',
  ])
    await assertHeld(t, app, { name: url, method: 'GET', url }, headers, 200)
})
