import { UserDeleted, UserRegistered, UserRenamed } from '@lingzhi/contracts/auth'
import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import type { Db } from '../database.ts'
import { startTestApp } from '../test-app.ts'
import { forgetUser } from './forget-user.ts'

/** Every table row, as text, that contains the user's id. */
async function tracesOf(db: Db, userId: string): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db)
  const found: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(name)} t where t::text like ${`%${userId}%`}`.execute(db)
    found.push(...rows.map(({ row }) => `${name}: ${row}`))
  }
  return found
}

t.test('a user deleted twice leaves nothing, breaks nothing, and affects no other user', async (t) => {
  const { app, db, bus, identity } = await startTestApp(t, { REGISTRATION_BONUS: 5 })
  const user = await identity.user()
  const other = await identity.user()
  const registered = { user_id: user.id, username: 'zhang', created_at: new Date().toISOString() }
  const publish = async (fact: { subject: string }, data: object) => {
    const envelope = {
      id: crypto.randomUUID(),
      subject: fact.subject,
      at: new Date(),
      correlation_id: null,
      data,
    }
    await bus.js.publish(bus.subject(fact.subject), JSON.stringify(envelope))
  }
  const checkIn = ({ headers }: typeof user) => app.inject({ method: 'POST', url: '/api/checkin', headers })

  await publish(UserRegistered, registered)
  await eventually(async () => (await tracesOf(db, user.id)).length > 1)
  t.equal((await checkIn(user)).json().data.total_lingzhi, 6)
  t.equal((await checkIn(other)).statusCode, 200)
  await eventually(
    async () =>
      (
        await db
          .selectFrom('outbox' as never)
          .selectAll()
          .execute()
      ).length === 0,
  )
  t.ok((await tracesOf(db, user.id)).length >= 5)

  await publish(UserDeleted, { user_id: user.id })
  await eventually(async () => (await tracesOf(db, user.id)).length === 0)

  await t.test('nor does anything that comes late', async (t) => {
    await publish(UserDeleted, { user_id: user.id })
    await publish(UserRegistered, registered)
    await publish(UserRenamed, { user_id: user.id, username: 'li' })
    t.match((await checkIn(user)).json(), { status: 401, error_code: 'INVALID_TOKEN' })
    const url = '/api/checkin/leaderboard/consent'
    const consent = { method: 'PUT', url, headers: user.headers, payload: { show_name: true } } as const
    t.equal((await app.inject(consent)).statusCode, 401)
    // Each kind of fact is handled in order: once a later one has had its effect, so have those before it.
    for (const fact of [UserRegistered, UserRenamed, UserDeleted]) {
      const durable = bus.resource(`checkin-${fact.subject.replaceAll('.', '-')}`)
      await eventually(async () => {
        const { num_pending, num_ack_pending } = await bus.jsm.consumers.info(
          bus.resource('auth-facts'),
          durable,
        )
        return num_pending === 0 && num_ack_pending === 0
      })
    }
    t.same(await tracesOf(db, user.id), [])
  })
  const status = await app.inject({ url: '/api/checkin/status', headers: other.headers })
  t.equal(status.json().data.total_lingzhi, 1)
})

t.test('check-ins that race with the deletion leave nothing either', async (t) => {
  const { app, db, identity } = await startTestApp(t)
  const users = await Promise.all(Array.from({ length: 20 }, () => identity.user()))
  const replies = await Promise.all(
    users.flatMap(({ id, headers }) => [
      app.inject({ method: 'POST', url: '/api/checkin', headers }),
      forgetUser(db, id, new Date()),
      app.inject({ method: 'POST', url: '/api/checkin', headers }),
    ]),
  )
  for (const reply of replies) if (reply) t.ok([200, 401, 409].includes(reply.statusCode))
  for (const table of ['points_accounts', 'points_ledger', 'checkin_records'] as const)
    t.same(await db.selectFrom(table).selectAll().execute(), [])
})
