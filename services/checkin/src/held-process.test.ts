import { assertHeld, testOperations } from '@lingzhi/testing/held-operations'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from './test-app.ts'

const { app, identity, db } = await startTestApp(t)
const { headers } = await identity.user({ role: 'admin' })

await testOperations(t, app, async () => headers)

t.test('nor do the longest lists', async (t) => {
  const { headers, id } = await identity.user()
  await db.transaction().execute(async (trx) => {
    await sql`insert into members (user_id, username, named_at, registered_at, show_name)
      select gen_random_uuid(), repeat('名', 60) || n, now(), now(), true from generate_series(1, 5000) n`.execute(
      trx,
    )
    await sql`insert into points_ledger (id, user_id, seq, kind, amount, balance, reason, created_at)
      select gen_random_uuid(), user_id, 1, 'adjustment', 200, 200, 'a', now() from members where username like '名%'
      union all
      select gen_random_uuid(), ${id}, n, 'adjustment', 1, n, repeat('由', 200), now() from generate_series(1, 101) n`.execute(
      trx,
    )
    await sql`insert into points_accounts (user_id, seq, balance, last_checkin, streak, longest_streak, checkins)
      select user_id, 1, 200, '2026-03-01', 100, 100, 100 from members where username like '名%'
      union all select ${id}, 101, 101, '2026-03-01', 59, 59, 59`.execute(trx)
    await sql`insert into checkin_records (id, user_id, checkin_date, streak, lingzhi_earned, created_at)
      select gen_random_uuid(), ${id}, date '2026-01-01' + n, n + 1, 34, now() from generate_series(0, 58) n`.execute(
      trx,
    )
  })
  for (const url of [
    '/api/checkin/leaderboard?limit=100',
    '/api/points/ledger?limit=100',
    '/api/checkin/history?month=2026-01',
    '/api/checkin/history',
    '/api/checkin/status',
  ])
    await assertHeld(t, app, { name: url, method: 'GET', url }, headers, 200)
})
