import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { ProviderRefusal } from '../failures/read-refusal.ts'
import type { RequestBody } from '../provider-api.ts'
import { openClient } from './open-client.ts'
import type { Provider } from './providers.ts'

const body: RequestBody = { model: 'm', messages: [{ role: 'user', content: '你好' }], stream: true }
const { signal } = new AbortController()

/** An HTTP server that responds as the test wants, and the requests it received. */
async function provider(t: Test, respond: (response: ServerResponse, request: IncomingMessage) => void) {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    request.resume()
    respond(response, request)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close().closeAllConnections())
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

function client(t: Test, baseUrl: string, apiKey?: string) {
  const opened = openClient({ baseUrl, apiKey, connectTimeoutMs: 5_000 } as Provider)
  t.teardown(() => opened.close())
  return opened
}

async function refusalOf(t: Test, url: string) {
  const error: unknown = await client(t, url)
    .complete(body, signal)
    .catch((error: unknown) => error)
  if (error instanceof ProviderRefusal) return error
  throw new Error('it was not refused', { cause: error })
}

const textOf = async (pieces: AsyncIterable<Buffer>) =>
  Buffer.concat(await Array.fromAsync(pieces)).toString()

t.test('a provider gets the headers it needs, the key if there is one, and nothing about us', async (t) => {
  // What OpenAI's client would read from the environment.
  const variables = {
    OPENAI_API_KEY: 'sk-of-the-shell',
    OPENAI_ADMIN_KEY: 'sk-of-an-admin',
    OPENAI_BASE_URL: 'http://127.0.0.1:9/elsewhere',
    OPENAI_ORG_ID: 'org-1',
    OPENAI_PROJECT_ID: 'project-1',
    OPENAI_CUSTOM_HEADERS: 'x-custom: 1',
    OPENAI_LOG: 'debug',
  }
  Object.assign(process.env, variables)
  t.teardown(() => {
    for (const name of Object.keys(variables)) delete process.env[name]
  })
  const lines = (['debug', 'info', 'warn', 'error', 'log'] as const).map((level) => t.capture(console, level))
  const { requests, url } = await provider(t, (response) => response.end('{}'))

  for (const path of ['/v1', '/v1/', '/v1//']) {
    t.equal(await textOf(await client(t, url + path, 'sk-ours').complete(body, signal)), '{}')
  }
  await client(t, `${url}/v1`).complete(body, signal)
  const common = ['accept', 'connection', 'content-length', 'content-type', 'host', 'user-agent']
  for (const [at, { method, url, headers }] of requests.entries()) {
    t.equal(`${method} ${url}`, 'POST /v1/chat/completions')
    const keyed = at < 3
    t.same(Object.keys(headers).sort(), keyed ? [...common, 'authorization'].sort() : common)
    t.equal(headers.authorization, keyed ? 'Bearer sk-ours' : undefined)
    t.equal(headers['content-length'], String(Buffer.byteLength(JSON.stringify(body))))
    t.equal(headers['user-agent'], 'Lingzhi')
  }
  t.same(
    lines.flatMap((written) => written()),
    [],
    'and nothing is logged',
  )
})

t.test('a refusal keeps status, wait, code, parameter and message, whatever shape it has', async (t) => {
  const cases = [
    [{ error: { message: 'no', code: 'c', param: 'p' } }, { message: '429 no', code: 'c', param: 'p' }],
    [{ error: { message: 'no', code: 7 } }, { message: '429 no', code: '7' }],
    [
      { error: 'no', code: 'c' },
      { message: '429 no', code: 'c' },
    ],
    [
      { message: 'no', code: 'c' },
      { message: '429 no', code: 'c' },
    ],
    [{ detail: 'no' }, { message: '429 no' }],
    [{ detail: [{ loc: 1 }] }, { message: '429 {"detail":[{"loc":1}]}' }],
    ['no', { message: '429 no' }],
  ] as const
  for (const [sent, expected] of cases) {
    const { url, requests } = await provider(t, (response) =>
      response.writeHead(429, { 'retry-after': '7', 'x-should-retry': 'true' }).end(JSON.stringify(sent)),
    )
    const refusal = await refusalOf(t, url)
    t.match(refusal, { status: 429, ...expected }, JSON.stringify(sent))
    t.equal(refusal.waitMs, 7_000)
    t.equal(requests.length, 1, 'nothing is retried here')
  }
  const { url } = await provider(t, (response) => response.writeHead(502).end('<html>'))
  t.match(await refusalOf(t, url), { status: 502, message: '502 <html>' })
})

t.test('an endless error is read only up to a bound', async (t) => {
  let closed: Promise<unknown> | undefined
  const { url } = await provider(t, (response) => {
    closed = once(response, 'close')
    response.writeHead(500)
    const more = () => {
      while (response.write('x'.repeat(16_384)));
      response.once('drain', more)
    }
    more()
  })
  const { message } = await refusalOf(t, url)
  t.ok(message.length > 60_000 && message.length < 200_000, `${message.length} characters`)
  await closed
})

t.test('a redirect is not followed, so the key goes nowhere else', async (t) => {
  const elsewhere = await provider(t, (response) => response.end('{}'))
  const { url } = await provider(t, (response) =>
    response.writeHead(307, { location: `${elsewhere.url}/chat/completions` }).end(),
  )
  t.equal((await refusalOf(t, url)).status, 307)
  t.equal(elsewhere.requests.length, 0)
})

t.test('an error of the connection is raised unwrapped', async (t) => {
  const closed = await provider(t, (response) => response.socket?.destroy())
  await t.rejects(client(t, closed.url).complete(body, signal), { code: 'UND_ERR_SOCKET' })
})

t.test('the signal ends a call before its response and during its body', async (t) => {
  for (const started of [false, true]) {
    const arrived = Promise.withResolvers<ServerResponse>()
    const { url } = await provider(t, (response) => {
      if (started) response.write('data: ')
      arrived.resolve(response)
    })
    const stop = new AbortController()
    const reading = client(t, url).complete(body, stop.signal).then(textOf)
    reading.catch(() => {})
    const gone = once(await arrived.promise, 'close')
    stop.abort()
    await t.rejects(reading)
    await gone
  }
})
