import { openVerifier } from '@lingzhi/identity/open-verifier'
import { hourMs } from '@lingzhi/runtime/time'
import { silentLog } from '@lingzhi/testing/silent-log'
import { decodeProtectedHeader } from 'jose'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { deriveKey } from './derive-key.ts'
import { openKeyring } from './keyring.ts'
import { replaceSigningKeys } from './rotate-signing-key.ts'

t.test('keys rotate under load on two replicas without a single refusal', async (t) => {
  const { app, deps, clock, startReplica, register } = await startTestApp(t)
  const { app: other, deps: otherDeps } = await startReplica()
  const user = await register()
  const kid = (token: string) => decodeProtectedHeader(token).kid

  let refresh_token: string = user.refresh_token
  let refused = 0
  const useEverywhere = async (access_token: string) => {
    const headers = { authorization: `Bearer ${access_token}` }
    for (const replica of [app, other]) {
      const reply = await replica.inject({ url: '/api/user/info', headers })
      if (reply.statusCode !== 200) refused += 1
    }
  }
  const signNewTokens = async () => {
    const tokens: string[] = []
    for (const replica of [app, other]) {
      const reply = await replica.inject({ method: 'POST', url: '/api/refresh', payload: { refresh_token } })
      refresh_token = reply.json().data.refresh_token
      tokens.push(reply.json().data.access_token)
    }
    await Promise.all(tokens.map(useEverywhere))
    return tokens
  }

  const before = await signNewTokens()
  await Promise.all([deps.keyring.rotateWhenDue(0), signNewTokens()])
  const announced = await signNewTokens()
  t.same(announced.map(kid), before.map(kid), 'published, not yet used')
  await otherDeps.keyring.rotateWhenDue(Number.POSITIVE_INFINITY)
  clock.aheadMs = 61_000
  const after = await signNewTokens()
  t.ok(after.every((token) => kid(token) !== kid(user.access_token)))
  await Promise.all([...before, ...announced].map(useEverywhere))
  t.equal(refused, 0)
})

t.test('an old key is published while its tokens can live, and gone after', async (t) => {
  const { call, deps, clock } = await startTestApp(t)
  const count = async () => (await call('GET', '/.well-known/jwks.json')).keys.length
  t.equal(await count(), 1)
  await deps.keyring.rotateWhenDue(hourMs)
  t.equal(await count(), 1, 'too young to rotate')
  clock.aheadMs = 2 * hourMs
  await deps.keyring.rotateWhenDue(hourMs)
  t.equal(await count(), 2)
  clock.aheadMs = 4 * hourMs
  await deps.keyring.rotateWhenDue(hourMs)
  t.equal(await count(), 3, 'the first one’s tokens may still live')
  clock.aheadMs = 27 * hourMs
  await deps.keyring.rotateWhenDue(hourMs)
  t.equal(await count(), 3, 'not any more')
})

t.test('many replicas that start or rotate at once make one key', async (t) => {
  const { db, config } = await startTestApp(t)
  const open = () => openKeyring({ db, log: silentLog, now: () => new Date() }, config.AUTH_ENCRYPTION_KEY)
  const keyrings = await Promise.all(Array.from({ length: 5 }, open))
  t.teardown(() => Promise.all(keyrings.map((keyring) => keyring.close())))
  t.equal((await db.selectFrom('signing_keys').select('id').execute()).length, 1)
  t.equal(new Set(keyrings.map((keyring) => keyring.current().id)).size, 1)
})

t.test('private keys are sealed: of no use without AUTH_ENCRYPTION_KEY, or in another’s place', async (t) => {
  const { db, call, config } = await startTestApp(t)
  const { private_key } = await db.selectFrom('signing_keys').select('private_key').executeTakeFirstOrThrow()
  t.notOk(private_key.toString('latin1').includes('PRIVATE KEY'))
  const open = (secret: string) => openKeyring({ db, log: silentLog, now: () => new Date() }, secret)
  await t.rejects(open(Buffer.alloc(32).toString('base64')), {
    name: 'StartFault',
    message: /^AUTH_ENCRYPTION_KEY is not the one (?!.*--replace).*operations\.md/,
  })
  const { keys } = await call('GET', '/.well-known/jwks.json')
  t.match(keys, [{ kty: 'OKP', crv: 'Ed25519', use: 'sig', kid: String }])
  t.notOk('d' in keys[0])
  t.ok(config.AUTH_ENCRYPTION_KEY)
})

t.test(
  'a leaked key is replaced at once: its tokens are refused with the next request for keys',
  async (t) => {
    const { bus, db, config, register } = await startTestApp(t)
    const user = await register()
    await replaceSigningKeys(db, deriveKey(config.AUTH_ENCRYPTION_KEY, 'signing keys'), new Date())
    const verifier = await openVerifier(bus)
    t.teardown(() => verifier.close())
    await t.rejects(async () => verifier.verify(user.access_token), { code: 'INVALID_TOKEN' })
    const audited = await db.selectFrom('audit_log').select(['action', 'detail']).orderBy('id').execute()
    t.match(audited.at(-1), { action: 'signing_key.replaced', detail: { kid: String } })
  },
)
