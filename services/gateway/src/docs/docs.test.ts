import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import t from 'tap'
import { Type } from 'typebox'
import { startUpstream, testPlatform, urlOf } from '../test-app.ts'
import type { Document } from './document.ts'

const TooTired = problem('TOO_TIRED', 409, { zh: '明天再来', en: 'Come back tomorrow.', check: 'Nothing.' })

async function setUp(t: Parameters<typeof testPlatform>[0]) {
  const platform = await testPlatform(t)
  const checkin = await startUpstream(t, (app) => {
    const response = { 200: success(Type.Object({})), ...problems(TooTired) }
    app.post('/api/checkin', { schema: { tags: ['check-in'], summary: 'Check in', response } }, async () => ({
      success: true as const,
      data: {},
    }))
    const Params = Type.Object({ id: Type.String({ format: 'uuid' }) })
    app.get('/api/points/:id', { schema: { tags: ['points'], params: Params } }, async () => ({}))
    app.get('/api/internal/secret', { schema: { tags: ['check-in'] } }, async () => ({}))
    app.get('/api/agents', { schema: { tags: ['check-in'] } }, async () => ({}))
  })
  const chat = await startUpstream(t, (app) => {
    app.post('/v1/chat/completions', { schema: { tags: ['openai'] } }, async () => ({}))
  })
  const addresses = { CHECKIN_URL: urlOf(checkin), CHAT_URL: urlOf(chat) }
  const { url } = await platform.startGateway(addresses, { RATE_LIMIT_FACTOR: 2 })
  return { url }
}

t.test('one document holds every public operation, with what the edge adds', async (t) => {
  const { url } = await setUp(t)
  const document = (await (await fetch(`${url}/api/docs/json`)).json()) as Document
  t.equal(document.openapi, '3.1.0')
  t.same(Object.keys(document.paths ?? {}), [
    '/api/checkin',
    '/api/health',
    '/api/health/ready',
    '/api/points/{id}',
    '/api/v1/health',
    '/v1/chat/completions',
  ])
  t.match(document.paths?.['/v1/chat/completions']?.post?.responses, {
    200: { content: { 'text/event-stream': {} } },
    429: { content: { 'application/json': { schema: { $ref: '#/components/schemas/OpenAIError' } } } },
  })
  const operation = document.paths?.['/api/checkin']?.post
  t.match(operation, {
    operationId: 'postApiCheckin',
    security: [{ bearer: [] }],
    parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
    description: /class `rest`/,
  })
  t.match(operation?.responses?.[409]?.description, /TOO_TIRED: Come back tomorrow.*IDEMPOTENCY_IN_PROGRESS/)
  t.match(operation?.responses?.[401]?.['x-problem-codes'], [
    { code: 'INVALID_TOKEN' },
    { code: 'TOKEN_EXPIRED' },
    { code: 'MISSING_TOKEN' },
  ])
  t.ok(operation?.responses?.[429]?.headers)
  t.match(document.info?.description, /\| 409 \| TOO_TIRED \| Come back tomorrow\. \|/)
  for (const code of ['NOT_FOUND', 'METHOD_NOT_ALLOWED', 'INVALID_SIGNATURE'])
    t.match(document.info?.description, new RegExp(`\\| ${code} \\| \\S`), 'what no operation names')
  const config = await createConfig({ extends: ['recommended'] })
  t.same(await lintFromString({ source: JSON.stringify(document), config }), [], 'lint-clean')
  t.match(document.info?.description, /\| rest \| 1200 \| 600 \|/, 'the limits as configured')
})

t.test('the page works offline and runs no inline script', async (t) => {
  const { url } = await setUp(t)
  const reply = await fetch(`${url}/api/docs/`)
  t.match(reply.headers.get('content-security-policy'), /script-src 'self';/)
  const html = await reply.text()
  t.notMatch(html, /https?:\/\/|<script>/)
  for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
    const asset = await fetch(url + path)
    t.equal(asset.status, 200)
    await asset.body?.cancel()
  }
  t.equal((await fetch(`${url}/api/docs/assets/package.json`)).status, 404)
  t.equal((await fetch(`${url}/api/docs/assets/constructor`)).status, 404)
})

t.test('what is served is compressed as the caller likes it, and not sent twice', async (t) => {
  const { url } = await setUp(t)
  const get = (path: string, headers: Record<string, string>) => fetch(`${url}/api/docs${path}`, { headers })
  const plain = await get('/json', { 'accept-encoding': 'identity' })
  t.notOk(plain.headers.get('content-encoding'))
  const text = await plain.text()
  for (const [accepted, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['br;q=0, gzip;q=0', null],
  ] as const) {
    const response = await get('/json', { 'accept-encoding': accepted })
    t.equal(response.headers.get('content-encoding'), encoding, accepted)
    t.equal(response.headers.get('vary'), 'Accept-Encoding')
    t.equal(await response.text(), text)
    const known = {
      'accept-encoding': accepted,
      'if-none-match': `"other", W/${response.headers.get('etag')}`,
    }
    const again = await get('/json', known)
    t.equal(again.status, 304)
    t.equal(await again.text(), '')
    t.equal(again.headers.get('etag'), response.headers.get('etag'))
  }
  for (const path of ['', '/assets/swagger-ui-bundle.js', '/assets/page.css']) {
    const response = await get(path, { 'accept-encoding': 'br' })
    t.equal(response.headers.get('content-encoding'), 'br', path)
    t.equal(response.headers.get('cache-control'), 'no-cache')
    await response.text()
  }
})

t.test(
  'the document begins with the first steps; limits and problems come last, where the page puts them',
  async (t) => {
    const { url } = await setUp(t)
    const { info } = (await (await fetch(`${url}/api/docs/json`)).json()) as { info: { description: string } }
    const titles = [...info.description.matchAll(/^## (.*)$/gm)].map(([, title]) => title)
    t.equal(titles[0], 'Start here')
    t.strictSame(titles.slice(-2), ['Limits', 'Problems'])
  },
)
