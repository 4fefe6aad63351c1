import t from 'tap'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'

const path = '/api/chat-stream/0195f1c0-0000-7000-8000-000000000001'
const events = { accept: 'text/event-stream' }
const resumed = { ...events, 'last-event-id': '1-4-x' }

t.test(
  'an EventSource whose service is away for a moment is told to come back, anyone else the status',
  async (t) => {
    const { identity, startGateway } = await testPlatform(t)
    const { url } = await startGateway({})
    const user = await identity.user()
    const ticket = await user.ticket(path)
    const get = async (search: string, headers: Record<string, string>, method = 'GET') => {
      const response = await fetch(`${url}${path}${search}`, { method, headers })
      return {
        status: response.status,
        type: response.headers.get('content-type'),
        text: await response.text(),
      }
    }
    const calledBack = { status: 200, type: 'text/event-stream; charset=utf-8', text: /^retry: \d{4,5}\n$/ }
    t.match(await get('', resumed), calledBack, 'a guest’s')
    t.match(await get(`?ticket=${ticket}`, events), calledBack, 'before its first event')
    t.match(await get(`?ticket=${ticket}`, resumed), calledBack)
    t.equal((await get('', events)).status, 503, 'its page is there to see the first failure')
    t.equal((await get('', { ...resumed, ...user.headers })).status, 503, 'a client that can read it')
    t.equal((await get('', { 'last-event-id': '1-4-x' })).status, 503)
    t.equal((await get(`?ticket=${ticket}x`, resumed)).status, 401, 'a failure that stays, stops it')
  },
)

t.test('so is one whose service answers that it cannot now, for as long as it says', async (t) => {
  const { startGateway } = await testPlatform(t)
  const upstream = await startUpstream(t, (app) => {
    app.get('/api/chat-stream/:id', async (request, reply) => {
      const { status } = request.query as { status: string }
      return reply.code(Number(status)).header('retry-after', '7').send({ status })
    })
  })
  const { url } = await startGateway({ CHAT_URL: urlOf(upstream) })
  for (const status of [429, 502, 503, 504]) {
    const response = await fetch(`${url}${path}?status=${status}`, { headers: resumed })
    t.equal(response.status, 200)
    t.equal(await response.text(), 'retry: 7000\n')
  }
  for (const status of [404, 410, 500])
    t.equal((await fetch(`${url}${path}?status=${status}`, { headers: resumed })).status, status)
})
