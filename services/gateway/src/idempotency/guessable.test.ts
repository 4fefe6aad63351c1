import { createHash, randomBytes, randomUUID } from 'node:crypto'
import t from 'tap'
import { startTestGateway } from '../test-app.ts'
import { isGuessable } from './guessable.ts'

const body = '{"message":"hi"}'
const digest = (algorithm: string, form: 'hex' | 'base64') => createHash(algorithm).update(body).digest(form)

t.test('what others may come upon is guessable, what is random is not', async (t) => {
  const guessable = [
    ...['1', 'retry-1', 'a-question', '1764395000000', '2026-11-29T05:48:00Z', 'order-0000000000000001'],
    ...['x'.repeat(255), '00000000-0000-0000-0000-000000000001', '12121212121212121212121212121212'],
    ...['md5', 'sha1', 'sha256', 'sha512'].flatMap((one) => [digest(one, 'hex'), digest(one, 'base64')]),
    `sha-256=${digest('sha256', 'base64')}`,
    digest('sha256', 'hex').toUpperCase(),
    '6fa459ea-ee8a-3ca4-894e-db77e160355e',
    '886313e1-3b8a-5372-9b90-0c9aee199e5d',
  ]
  for (const key of guessable) t.equal(isGuessable(key, Buffer.from(body)), true, key)
  for (let n = 0; n < 1_000; n++) {
    const random = [
      randomUUID(),
      `guest-${randomUUID()}`,
      randomBytes(16).toString('hex'),
      randomBytes(16).toString('base64url'),
      // As the example of docs/front-ends.md makes one, where a page has no randomUUID.
      [...randomBytes(16)].join(''),
    ]
    for (const key of random) if (isGuessable(key, Buffer.from(body))) t.fail(key)
  }
})

t.test(
  'guests of one address never get each other’s responses; users name theirs as they like',
  async (t) => {
    const { url, identity } = await startTestGateway(t)
    const post = async (path: string, key: string, headers = {}) => {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key, ...headers },
        body,
      })
      const replayed = response.headers.get('idempotency-replayed')
      return { status: response.status, replayed, body: (await response.json()) as object }
    }
    const refused = { status: 400, replayed: null, body: { error_code: 'IDEMPOTENCY_KEY_GUESSABLE' } }
    for (const path of ['/api/chat', '/api/chat-stream', '/api/register', '/api/messages/x/regenerate'])
      for (const key of ['1', digest('sha256', 'hex')])
        for (const _ of [1, 2]) t.match(await post(path, key), refused, `${path} ${key}`)
    const [one, other] = [randomUUID(), randomUUID()]
    t.match(await post('/api/chat', one), { status: 200, replayed: null })
    t.match(await post('/api/chat', other), { status: 200, replayed: null })
    t.match(await post('/api/chat', one), { status: 200, replayed: 'true' })
    const { headers } = await identity.user()
    t.match(await post('/api/chat', '1', headers), { status: 200, replayed: null })
    t.match(await post('/api/chat', '1', headers), { status: 200, replayed: 'true' })
  },
)
