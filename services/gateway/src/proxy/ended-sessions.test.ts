import { SessionEnded } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import { openSse } from '@lingzhi/http/sse'
import { identify, requireUser } from '@lingzhi/identity/identify'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import { readEvents } from '@lingzhi/testing/read-events'
import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'

const stream = '/api/chat-stream/0195f1c0-0000-7000-8000-000000000001'
const download = '/api/conversations/export-all'

/** A gateway before a service that begins a stream and a download and goes on with neither. */
async function setUp(t: Test, { serviceKnows = true } = {}) {
  const platform = await testPlatform(t)
  const { bus, identity } = platform
  const verifier = await openVerifier(bus)
  t.teardown(() => verifier.close())
  const upstream = await startUpstream(t, (app) => {
    if (serviceKnows) identify(app, verifier)
    const onRequest = serviceKnows ? [requireUser] : []
    app.get('/api/chat-stream/:reply_id', { onRequest }, async (_request, reply) => {
      const sse = openSse(reply)
      await sse.send({ id: '1-2', data: { content: 'first' } })
      return reply
    })
    app.get(download, { onRequest }, async (_request, reply) => {
      reply.hijack().raw.writeHead(200, { 'content-type': 'text/csv' }).write('first')
      return reply
    })
  })
  const behind = urlOf(upstream)
  const { url } = await platform.startGateway({ CHAT_URL: behind, EXPORT_URL: behind })
  const [user, other] = [await identity.user(), await identity.user()]
  const get = (path: string, { headers } = user) =>
    fetch(`${url}${path}`, { headers: { ...headers, 'accept-language': 'en' } })
  const endSession = async () => {
    const data = { session_id: user.sessionId, user_id: user.id, reason: 'logged_out' }
    const fact = { id: newId(), at: new Date().toISOString(), correlation_id: 'test', data }
    await bus.js.publish(bus.subject(SessionEnded.subject), JSON.stringify(fact))
    return performance.now()
  }
  return { get, endSession, other }
}

t.test(
  'the reader of a stream is told that the session has ended, and is 401 when it comes back',
  async (t) => {
    const { get, endSession, other } = await setUp(t)
    const [response, others] = [await get(stream), await get(stream, other)]
    const events = readEvents(response)
    t.match((await events.next()).value, { id: '1-2', data: { content: 'first' } })
    await endSession()
    const last = []
    for await (const event of events) last.push(event)
    t.match(last, [
      {
        event: 'error',
        id: undefined,
        data: { status: 401, error_code: 'INVALID_TOKEN', detail: /session has ended/, instance: stream },
      },
    ])
    const again = await get(stream)
    t.match(await again.json(), { status: 401, error_code: 'INVALID_TOKEN' })
    t.match((await readEvents(others).next()).value, { id: '1-2' }, 'other sessions read on')
    await others.body?.cancel().catch(() => {})
  },
)

t.test('a stream whose service does not end it is cut long before it would be taken for dead', async (t) => {
  const { get, endSession } = await setUp(t, { serviceKnows: false })
  const response = await get(stream)
  const since = await endSession()
  await t.rejects(response.text())
  t.ok(performance.now() - since < 5_000)
})

t.test('a download is cut, so that no part of it looks whole', async (t) => {
  const { get, endSession } = await setUp(t)
  const response = await get(download)
  await endSession()
  await t.rejects(response.text())
})
