import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import t from 'tap'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'

async function setUp(t: Parameters<typeof testPlatform>[0], overrides = {}) {
  const platform = await testPlatform(t)
  const chat = await startUpstream(t, (app) => {
    app.post('/api/chat-stream', async (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
      reply.raw.write('data: {"content":"half a ')
      app.server.emit('opened', reply.raw)
    })
    app.post('/v1/chat/completions', async (_request, reply) => {
      reply.hijack()
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
      reply.raw.write('data: {"choices":[]}\n\n')
      app.server.emit('opened', reply.raw)
    })
    app.get('/api/agents', async (_request, reply) => {
      reply.hijack()
      app.server.emit('opened', reply.raw)
    })
  })
  const gateway = await platform.startGateway({ CHAT_URL: urlOf(chat) }, overrides)
  const opened = async () => (await once(chat.server, 'opened'))[0] as ServerResponse
  return { ...platform, ...gateway, opened }
}

t.test(
  'at shutdown stream clients are told to reconnect, and half an event is not taken for one',
  async (t) => {
    const { app, url, opened } = await setUp(t)
    const opening = opened()
    const response = await fetch(`${url}/api/chat-stream`, { method: 'POST' })
    const upstream = await opening
    const text = response.text()
    const closed = once(upstream, 'close')
    await app.close()
    t.equal(await text, 'data: {"content":"half a \nretry: 1000\n')
    await closed
  },
)

t.test('at shutdown a request under way is finished, and a new one is refused', async (t) => {
  const { app, url, opened } = await setUp(t)
  const opening = opened()
  const reply = fetch(`${url}/api/agents`)
  const upstream = await opening
  const closing = app.close()
  upstream.end('{"success":true}')
  t.same(await (await reply).json(), { success: true })
  await closing
  await t.rejects(fetch(`${url}/api/agents`))
})

t.test('a request that does not end is cut off in time', async (t) => {
  const { app, url, opened } = await setUp(t, { CLOSE_MAX_MS: 50 })
  const opening = opened()
  const reply = fetch(`${url}/api/agents`)
  await opening
  const refused = t.rejects(reply)
  await app.close()
  await refused
})

t.test(
  'a stream its service breaks off ends with the same hint, and with no blank line of its own',
  async (t) => {
    const { url, opened } = await setUp(t)
    const opening = opened()
    const response = await fetch(`${url}/api/chat-stream`, { method: 'POST' })
    const upstream = await opening
    upstream.write('story"}\n\n', () => upstream.destroy())
    t.equal(await response.text(), 'data: {"content":"half a story"}\n\nretry: 1000\n')
  },
)

/** A stream of /v1, under way. */
async function completing(t: Parameters<typeof testPlatform>[0], overrides = {}) {
  const { identity, url, opened, ...gateway } = await setUp(t, overrides)
  const { headers } = await identity.user()
  const opening = opened()
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers })
  return { ...gateway, response, upstream: await opening }
}

t.test('a stream of /v1 that its service breaks off never ends as if it were whole', async (t) => {
  const { response, upstream } = await completing(t)
  const reading = t.rejects(response.text(), /terminated/)
  upstream.destroy()
  await reading
})

t.test('at shutdown a stream of /v1 goes on to its end', async (t) => {
  const { app, response, upstream } = await completing(t)
  const closing = app.close()
  upstream.end('data: [DONE]\n\n')
  t.equal(await response.text(), 'data: {"choices":[]}\n\ndata: [DONE]\n\n')
  await closing
})

t.test('at shutdown a stream of /v1 that does not end in time is cut, not ended', async (t) => {
  const { app, response } = await completing(t, { CLOSE_MAX_MS: 50 })
  const reading = t.rejects(response.text(), /terminated/)
  await app.close()
  await reading
})
