import { testDatabase } from '@lingzhi/testing/test-database'
import t from 'tap'
import type { Database } from '../database.ts'
import { migrations } from '../test-app.ts'
import { noteName } from './members.queries.ts'
import { welcomeMember } from './welcome-member.ts'

const at = new Date('2026-03-01T04:00:00Z')

t.test('a registration delivered many times, also at once, grants its bonus once', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const userId = crypto.randomUUID()
  const welcome = () =>
    welcomeMember(db, { userId, username: 'zhang', at }, { amount: 100, now: at, correlationId: null })
  await Promise.all(Array.from({ length: 8 }, welcome))
  await welcome()
  const ledger = await db.selectFrom('points_ledger').select(['kind', 'amount', 'balance']).execute()
  t.same(ledger, [{ kind: 'registration', amount: 100, balance: 100 }])
})

t.test('without a bonus nothing enters the ledger', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const member = { userId: crypto.randomUUID(), username: 'zhang', at }
  await welcomeMember(db, member, { amount: 0, now: at, correlationId: null })
  t.same(await db.selectFrom('points_ledger').selectAll().execute(), [])
})

t.test('the newest name wins, in whatever order the facts arrive', async (t) => {
  const { db } = await testDatabase<Database>(t, migrations)
  const userId = crypto.randomUUID()
  const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
  await noteName(db, { userId, username: 'newest', at: later(2) })
  await noteName(db, { userId, username: 'newer', at: later(1) })
  const bonus = { amount: 0, now: at, correlationId: null }
  await welcomeMember(db, { userId, username: 'first', at }, bonus)
  t.match(await db.selectFrom('members').selectAll().execute(), [{ username: 'newest', registered_at: at }])
})
