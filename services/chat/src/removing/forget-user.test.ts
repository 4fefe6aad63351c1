import { recordFact } from '@lingzhi/bus/outbox'
import { UserDeleted } from '@lingzhi/contracts/auth'
import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { recordUsage } from '../usage/usage.queries.ts'
import { forgetUser } from './forget-user.ts'

t.test('the deletion of an account removes its conversations, even if the fact arrives twice', async (t) => {
  const { json, identity, db, deps, model } = await startTestApp(t)
  const [gone, stays] = [await identity.user(), await identity.user()]
  model.enqueue(['一'], ['二'])
  await json('POST', '/api/chat', { message: '问' }, gone.headers)
  await json('POST', '/api/chat', { message: '问' }, stays.headers)
  for (const _ of [1, 2]) await recordFact(db, UserDeleted, { user_id: gone.id })
  deps.outbox.wake()
  const owners = () => db.selectFrom('conversations').select('user_id').execute()
  await eventually(async () => (await owners()).length === 1)
  t.same(await owners(), [{ user_id: stays.id }])
})

t.test('an answer that ends while its user is deleted leaves no data of theirs', async (t) => {
  const { json, identity, db, deps, model } = await startTestApp(t)
  const { id: userId, headers } = await identity.user()
  model.enqueue(['一'])
  const { body } = await json('POST', '/api/chat', { message: '问' }, headers)
  const [held, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const ending = db.transaction().execute(async (trx) => {
    await sql`select from conversations where id = ${body.conversation_id} for update`.execute(trx)
    held.resolve()
    await free.promise
    await recordUsage(trx, {
      userId,
      agentId: 1,
      model: 'm',
      usage: body.data.usage,
      at: new Date(),
      timeZone: 'UTC',
    })
  })
  const waits = sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  await held.promise
  const deletion = forgetUser(deps, userId)
  await eventually(async () => (await waits.execute(db)).rows.length > 0)
  free.resolve()
  await Promise.all([ending, deletion])
  t.same(await db.selectFrom('usage_days').selectAll().execute(), [])
})
