import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import t from 'tap'
import { createClient } from './client.ts'
import { json, startServer } from './test-server.ts'

const html = '<!doctype html><title>Sign in to the Wi-Fi</title>'

t.test(
  'without a response a method throws the TypeError of fetch, with the reason as its cause',
  async (t) => {
    const free = createServer().listen(0, '127.0.0.1')
    await once(free, 'listening')
    const { port } = free.address() as AddressInfo
    await new Promise((resolve) => free.close(resolve))
    const client = createClient({ baseUrl: `http://127.0.0.1:${port}` })
    const error = await client.get('/api/agents').catch((error: unknown) => error)
    t.type(error, TypeError)
    t.match(error, { cause: { code: 'ECONNREFUSED' } })
  },
)

t.test('a connection that breaks, before a response or within it, is a TypeError too', async (t) => {
  const cut = await startServer(t, (_request, response) => response.destroy())
  await t.rejects(createClient(cut).get('/api/agents'), TypeError)
  const half = await startServer(t, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    response.write('{"success":', () => response.destroy())
  })
  await t.rejects(createClient(half).get('/api/agents'), TypeError)
})

t.test('an aborted request throws the reason of its signal', async (t) => {
  const { baseUrl } = await startServer(t, () => {})
  const reason = new Error('the page was left')
  const signal = AbortSignal.abort(reason)
  await t.rejects(createClient({ baseUrl }).get('/api/agents', { signal }), reason)
})

t.test('a page of a proxy is UNREADABLE_RESPONSE, whatever its status', async (t) => {
  for (const status of [200, 502]) {
    for (const headers of [{}, { 'content-length': String(html.length) }]) {
      const { baseUrl } = await startServer(t, (_request, response) =>
        response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(html),
      )
      const client = createClient({ baseUrl })
      await t.rejects(client.get('/api/agents'), { code: 'UNREADABLE_RESPONSE', status })
    }
  }
})

t.test(
  'a page of a proxy instead of new tokens is UNREADABLE_RESPONSE, and nobody is signed out',
  async (t) => {
    const ended = json(401, { error_code: 'INVALID_TOKEN', status: 401 })
    const { baseUrl } = await startServer(t, ended, (_request, response) => response.end(html))
    const tokens = { access_token: 'old', refresh_token: 'first' }
    const client = createClient({ baseUrl, tokens })
    await t.rejects(client.get('/api/user/info'), { code: 'UNREADABLE_RESPONSE' })
    t.same(client.tokens, tokens)
  },
)
