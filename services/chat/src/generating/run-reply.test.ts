import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('an answer that cannot be stored is stored once the database is back', async (t) => {
  const { ask, model, db } = await startTestApp(t)
  const { start, events } = await ask({ message: '问' })
  const call = await model.nextCall()
  await call.delta('贵重')
  await sql`alter table outbox rename to outbox_away`.execute(db)
  await call.finish()
  t.match((await events.next()).value, { data: { content: '贵重' } })
  await eventually(async () => call.state === 'finished')
  await sql`alter table outbox_away rename to outbox`.execute(db)
  t.match(await Array.fromAsync(events), [{ event: 'done', data: { reply_id: start.reply_id } }])
  const stored = await db.selectFrom('messages').select('content').where('status', '=', 'complete').execute()
  t.same(
    stored.map(({ content }) => content),
    ['问', '贵重'],
  )
})
