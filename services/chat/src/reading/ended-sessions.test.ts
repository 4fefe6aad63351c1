import { SessionEnded, UserDeleted } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { logKey } from '../reading/entries.ts'
import { startTestApp } from '../test-app.ts'

type App = Awaited<ReturnType<typeof startTestApp>>
type User = Awaited<ReturnType<App['identity']['user']>>

const endSession = ({ bus }: App, { id, sessionId }: User, reason: string) =>
  bus.js.publish(
    bus.subject(SessionEnded.subject),
    JSON.stringify({
      id: newId(),
      at: new Date().toISOString(),
      correlation_id: 'test',
      data: { session_id: sessionId, user_id: id, reason },
    }),
  )

/** The rest of a stream, which may be cut off. */
const rest = async (events: AsyncIterable<unknown>) => {
  const read: unknown[] = []
  try {
    for await (const event of events) read.push(event)
  } catch {
    return { read, cut: true }
  }
  return { read, cut: false }
}

t.test('a stream ends with its session, and the answer goes on for who logs in again', async (t) => {
  const app = await startTestApp(t)
  const { ask, model, identity, db } = app
  const [user, other] = [await identity.user(), await identity.user()]
  model.enqueue({ times: 2, steps: ['一', { hold: 'gate' }, '二'] })
  const [theirs, others] = [
    await ask({ message: '问' }, user.headers),
    await ask({ message: '问' }, other.headers),
  ]
  await model.callsReach(2)
  await endSession(app, user, 'logged_out')
  const { read, cut } = await rest(theirs.events)
  t.notOk(cut, 'it is ended, not cut')
  t.notMatch(JSON.stringify(read), /二|done/)
  t.match(read.at(-1), { id: undefined, event: 'error', data: { status: 401, error_code: 'INVALID_TOKEN' } })
  model.release('gate')
  t.match(JSON.stringify((await rest(others.events)).read), /二.*done/, 'no other stream does')
  t.ok(
    await eventually(async () => {
      const rows = await db.selectFrom('replies').select('status').execute()
      return rows.every(({ status }) => status === 'completed')
    }),
  )
})

t.test('a completion at /v1 ends with its session, and so does its call', async (t) => {
  const app = await startTestApp(t)
  const { call, model, identity } = app
  const user = await identity.user()
  model.enqueue(['一', { hold: 'gate' }, '二'])
  const body = { model: 'agent-1', stream: true, messages: [{ role: 'user', content: '问' }] }
  const response = await call('POST', '/v1/chat/completions', body, user.headers)
  await model.callsReach(1)
  await endSession(app, user, 'role_changed')
  const text = await response.text()
  t.match(text, /"一".*"error":\{[^}]*"code":"invalid_api_key"[^}]*\}\}\n\n$/s, 'its end says why')
  t.notMatch(text, /二|DONE/)
  model.release('gate')
})

t.test('the answers of a disabled user are stopped, those in the queue too', async (t) => {
  const app = await startTestApp(t, { settings: { USER_GENERATIONS_MAX: 1 } })
  const { ask, model, identity, db } = app
  const [user, other] = [await identity.user(), await identity.user()]
  model.enqueue({ times: 2, steps: ['一', { hold: 'gate' }, '二'] })
  await ask({ message: '问' }, user.headers)
  await ask({ message: '再问' }, user.headers)
  const kept = await ask({ message: '问' }, other.headers)
  await model.callsReach(2)
  await endSession(app, user, 'account_disabled')
  const statuses = async () =>
    (await db.selectFrom('replies').select('status').where('user_id', '=', user.id).execute()).map(
      ({ status }) => status,
    )
  t.ok(await eventually(async () => (await statuses()).every((status) => status === 'stopped')))
  model.release('gate')
  t.match(JSON.stringify((await rest(kept.events)).read), /二.*done/)
  t.equal(model.calls.length, 2)
})

t.test('nothing of a deleted user stays in Redis', async (t) => {
  const { json, model, identity, bus, cache, db } = await startTestApp(t)
  const [user, other] = [await identity.user(), await identity.user()]
  model.enqueue({ times: 'always', steps: ['答案'] })
  const theirs = await json('POST', '/api/chat', { message: '秘密' }, user.headers)
  await json('POST', '/api/chat', { message: '别人的' }, other.headers)
  const keysOf = async (what: string) => cache.keys(`${cache.options.keyPrefix}${what}`)
  t.equal((await keysOf('answer:*')).length, 2)
  const log = logKey(theirs.body.data.reply_id)
  t.equal(await cache.exists(log), 1)
  const deleted = {
    id: newId(),
    at: new Date().toISOString(),
    correlation_id: 'test',
    data: { user_id: user.id },
  }
  await bus.js.publish(bus.subject(UserDeleted.subject), JSON.stringify(deleted))
  t.ok(await eventually(async () => (await keysOf('answer:*')).length === 1 && !(await cache.exists(log))))
  t.equal((await db.selectFrom('conversations').select('id').execute()).length, 1)
  const again = await json('POST', '/api/chat', { message: '别人的' }, other.headers)
  t.equal(again.body.cached, true, 'others keep theirs')
})
