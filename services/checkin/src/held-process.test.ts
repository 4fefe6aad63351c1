import { newId } from '@lingzhi/contracts/ids'
import { assertHeld, testOperations } from '@lingzhi/testing/held-operations'
import t from 'tap'
import { startTestApp } from './test-app.ts'

const { app, identity, db } = await startTestApp(t)
const { headers } = await identity.user({ role: 'admin' })

await testOperations(t, app, async () => headers)

t.test('nor do the longest lists', async (t) => {
  const user = await identity.user()
  const others = Array.from({ length: 60 }, newId)
  const at = new Date()
  const members = [user.id, ...others].map((user_id, n) => ({
    user_id,
    username: `${'名'.repeat(60)}${n}`,
    named_at: at,
    registered_at: at,
    show_name: true,
  }))
  await db.insertInto('members').values(members).execute()
  // One by one: the database wants a ledger without gaps.
  for (const user_id of [...others, ...Array<string>(100).fill(user.id)]) {
    const payload = { user_id, amount: 1, reason: '由'.repeat(200) }
    await app.inject({ method: 'POST', url: '/api/admin/points/adjust', headers, payload })
  }
  const records = Array.from({ length: 59 }, (_, n) => ({
    id: newId(),
    user_id: user.id,
    checkin_date: new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10),
    streak: n + 1,
    lingzhi_earned: 34,
    created_at: at,
  }))
  await db.insertInto('checkin_records').values(records).execute()
  for (const url of [
    '/api/checkin/leaderboard?limit=100',
    '/api/points/ledger?limit=100',
    '/api/checkin/history?month=2026-01',
    '/api/checkin/history',
    '/api/checkin/status',
  ])
    await assertHeld(t, app, { name: url, method: 'GET', url }, user.headers, 200)
})
