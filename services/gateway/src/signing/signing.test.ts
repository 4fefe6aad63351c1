import { createHash, createHmac } from 'node:crypto'
import t from 'tap'
import { seenBy, startTestGateway } from '../test-app.ts'

const secret = 's'.repeat(40)
const signed = { SIGNING_SECRETS: `partner:${secret}`, SIGNING_REQUIRED: true }
let nonces = 0

interface Signing {
  method?: string
  path: string
  body?: string
  key?: string
  components?: string[]
  createdS?: number
  lifeS?: number
  keyId?: string
  authorization?: string
}

/** The headers of a request signed as RFC 9421 has it. */
function sign({ method = 'POST', path, body = '', key = secret, keyId = 'partner', ...more }: Signing) {
  const { components = ['@method', '@path', '@query', 'content-digest'], lifeS = 60 } = more
  const created = more.createdS ?? Math.floor(Date.now() / 1_000)
  const mark = path.indexOf('?')
  const values: Record<string, string> = {
    '@method': method,
    '@path': mark === -1 ? path : path.slice(0, mark),
    '@query': mark === -1 ? '?' : path.slice(mark),
    'content-digest': `sha-256=:${createHash('sha256').update(body).digest('base64')}:`,
    authorization: more.authorization ?? '',
  }
  nonces += 1
  const list = components.map((name) => `"${name}"`).join(' ')
  const params = `(${list});created=${created};expires=${created + lifeS};nonce="nonce-${nonces}-${created}";keyid="${keyId}";alg="hmac-sha256"`
  const lines = [...components.map((name) => `"${name}": ${values[name]}`), `"@signature-params": ${params}`]
  return {
    'content-digest': values['content-digest'] as string,
    'signature-input': `sig=${params}`,
    signature: `sig=:${createHmac('sha256', key).update(lines.join('\n')).digest('base64')}:`,
  }
}

t.test('a signed request passes once, with its body as it was sent', async (t) => {
  const { url } = await startTestGateway(t, signed)
  const path = '/api/agents/1/x?a=%20b&c='
  const body = '{"a" : 1}'
  const headers = { ...sign({ path, body }), 'content-type': 'application/json' }
  const send = () => fetch(url + path, { method: 'POST', headers, body })
  t.same((await seenBy(await send())).body, { a: 1 })
  const again = await send()
  t.match(await again.json(), { status: 401, error_code: 'INVALID_SIGNATURE', detail: /已被使用过/ })
  t.equal(
    (await fetch(`${url}/api/agents`, { headers: sign({ method: 'GET', path: '/api/agents' }) })).status,
    200,
  )
})

t.test('whatever is changed after signing is refused', async (t) => {
  const { url } = await startTestGateway(t, signed)
  const path = '/api/agents/1?a=b'
  const body = '{"a":1}'
  const now = Math.floor(Date.now() / 1_000)
  const send = async (
    headers: Record<string, string>,
    change: { path?: string; body?: string; method?: string } = {},
  ) =>
    (
      await fetch(url + (change.path ?? path), {
        method: change.method ?? 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: change.body ?? body,
      })
    ).json()
  const good = () => sign({ path, body })
  const refused = { status: 401, error_code: 'INVALID_SIGNATURE' }
  t.match(await send(good(), { body: '{"a":2}' }), refused, 'body')
  t.match(await send(good(), { path: '/api/agents/1?a=c' }), refused, 'query')
  t.match(await send(good(), { path: '/api/agents/2?a=b' }), refused, 'path')
  t.match(await send(good(), { method: 'PUT' }), refused, 'method')
  t.match(await send(sign({ path, body, key: 'x'.repeat(40) })), refused, 'secret')
  t.match(await send(sign({ path, body, keyId: 'nobody' })), refused, 'key id')
  t.match(await send(sign({ path, body, createdS: now - 120 })), refused, 'expired')
  t.match(await send(sign({ path, body, createdS: now + 600 })), refused, 'from the future')
  t.match(await send(sign({ path, body, lifeS: 86_400 })), refused, 'valid for too long')
  t.match(await send(sign({ path, body, components: ['@method', '@path'] })), refused, 'covers too little')
  t.match(await send({ ...good(), signature: 'sig=:AAAA:' }), refused, 'not a signature')
  t.match(await send({ ...good(), 'signature-input': 'nonsense' }), refused, 'not an input')
})

t.test(
  'where signatures are demanded, a token of an API key alone is not enough, a session’s is',
  async (t) => {
    const { url, identity, apiKeys, startGateway } = await startTestGateway(t, signed)
    const { headers } = await identity.user()
    apiKeys.set('lz_key', (await identity.user({ scopes: ['read'] })).token)
    const key = { authorization: 'Bearer lz_key' }
    const get = (base: string, headers: Record<string, string>) => fetch(`${base}/api/user/info`, { headers })
    t.equal((await get(url, headers)).status, 200)
    t.match(await (await get(url, key)).json(), { status: 401, error_code: 'INVALID_SIGNATURE' })
    const signature = sign({ method: 'GET', path: '/api/user/info' })
    t.equal((await get(url, { ...key, ...signature })).status, 200)
    const unconfigured = await startGateway({}, { SIGNING_REQUIRED: true })
    t.equal((await get(unconfigured.url, key)).status, 401, 'required, with no keys configured')
  },
)

t.test('a secret that is bound to users signs for them only, and covers their credential', async (t) => {
  const [mine, other] = ['019c0000-0000-7000-8000-000000000001', '019c0000-0000-7000-8000-000000000002']
  const { url, identity, apiKeys } = await startTestGateway(t, {
    ...signed,
    SIGNING_USERS: `partner:${mine}`,
  })
  for (const [key, id] of [
    ['lz_mine', mine],
    ['lz_other', other],
  ] as const)
    apiKeys.set(key, (await identity.user({ id, scopes: ['chat', 'read'] })).token)
  const path = '/api/conversations'
  const covered = ['@method', '@path', '@query', 'content-digest', 'authorization']
  const get = async (key: string, components?: string[]) => {
    const authorization = `Bearer ${key}`
    const headers = sign({ method: 'GET', path, authorization, ...(components && { components }) })
    return (await fetch(url + path, { headers: { ...headers, authorization } })).status
  }
  t.equal(await get('lz_mine', covered), 200)
  t.equal(await get('lz_mine'), 401, 'another credential could be put beside it')
  t.equal(await get('lz_other', covered), 401)
  const anybody = sign({ method: 'GET', path: '/api/agents' })
  t.equal((await fetch(`${url}/api/agents`, { headers: anybody })).status, 401, 'a guest is none of them')
})
