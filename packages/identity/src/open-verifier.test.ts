import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createConnection, createServer } from 'node:net'
import type { Bus } from '@lingzhi/bus/open-bus'
import { openBus } from '@lingzhi/bus/open-bus'
import { serve } from '@lingzhi/bus/request'
import { PublicKeys, SessionEnded } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { silentLog } from '@lingzhi/testing/silent-log'
import { testBus } from '@lingzhi/testing/test-bus'
import type { Test } from '@lingzhi/testing/test-servers'
import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose'
import t from 'tap'
import type { Verifier } from './open-verifier.ts'
import { openVerifier } from './open-verifier.ts'

/** Auth as far as a verifier sees it: keys that can be added and removed, and a count of requests. */
async function testIssuer(t: Test, bus: Bus) {
  const published: Record<string, unknown>[] = []
  const requests = { count: 0 }
  const serving = serve(bus, PublicKeys, async () => {
    requests.count += 1
    return { keys: [...published] }
  })
  t.teardown(() => serving.close())
  const addKey = async (kid: string, { publish = true } = {}) => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA')
    if (publish) published.push({ ...(await exportJWK(publicKey)), kid, alg: 'EdDSA', use: 'sig' })
    return (
      claims: object = {},
      { iss = 'lingzhi', aud = 'lingzhi', exp = '5m' as string | number, header = {} } = {},
    ) =>
      new SignJWT({ sid: newId(), role: 'user', ...claims })
        .setProtectedHeader({ alg: 'EdDSA', kid, ...header })
        .setSubject(newId())
        .setIssuer(iss)
        .setAudience(aud)
        .setExpirationTime(exp)
        .sign(privateKey, { crit: { urgent: true } })
  }
  return { addKey, requests, published }
}

async function start(t: Test) {
  const { bus, settings } = await testBus(t)
  const issuer = await testIssuer(t, bus)
  const sign = await issuer.addKey('first')
  const verifier = await openVerifier(bus)
  t.teardown(() => verifier.close())
  return { bus, settings, verifier, sign, ...issuer }
}

/** As its callers see it, who await it whichever way it comes. */
const verify = async (verifier: Verifier, token: string) => verifier.verify(token)

const isRefused = (verifier: Verifier, token: string) =>
  verify(verifier, token).then(
    () => false,
    () => true,
  )

const end = (bus: Bus, session_id: string, members = {}) => {
  const data = { session_id, user_id: newId(), reason: 'test', ...members }
  const envelope = { id: newId(), subject: SessionEnded.subject, at: new Date().toISOString(), data }
  return bus.js.publish(bus.subject(SessionEnded.subject), JSON.stringify(envelope))
}

t.test('a good token names its principal', async (t) => {
  const { verifier, sign } = await start(t)
  const sid = newId()
  t.match(await verifier.verify(await sign({ sid, role: 'admin' })), {
    sessionId: sid,
    role: 'admin',
    scopes: null,
  })
  t.match(await verifier.verify(await sign({ scope: 'chat read' })), {
    role: 'user',
    scopes: ['chat', 'read'],
  })
  t.match(await verifier.verify(await sign({ role: 'root' })), { role: 'user' })
})

t.test('a token that only looks good is refused', async (t) => {
  const { verifier, sign, addKey } = await start(t)
  const forge = await addKey('first', { publish: false })
  const good = await sign()
  const [header = '', payload = '', signature = ''] = good.split('.')
  const encode = (value: object) => base64url.encode(JSON.stringify(value))
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const admin = encode({ ...claims, role: 'admin' })
  const past = Math.floor(Date.now() / 1_000) - 1
  const refused = {
    'alg none': `${encode({ alg: 'none', kid: 'first' })}.${payload}.`,
    'alg none, signed': `${encode({ alg: 'none', kid: 'first' })}.${payload}.${signature}`,
    'HMAC with the public key': `${encode({ alg: 'HS256', kid: 'first' })}.${payload}.${signature}`,
    'wrong key': await forge(),
    'changed claims': `${header}.${admin}.${signature}`,
    'an extension we do not know': await sign({}, { header: { crit: ['urgent'], urgent: 1 } }),
    'not valid yet': await sign({ nbf: Math.floor(Date.now() / 1_000) + 60 }),
    'a signature cut short': good.slice(0, -2),
    'no key id': `${encode({ alg: 'EdDSA' })}.${payload}.${signature}`,
    'wrong key, and expired': await forge({}, { exp: past }),
    'changed claims, and expired': `${header}.${encode({ ...claims, role: 'admin', exp: past })}.${signature}`,
    'another audience, and expired': await sign({}, { aud: 'elsewhere', exp: past }),
    'no session, and expired': await sign({ sid: undefined }, { exp: past }),
    'session of a wrong type, and expired': await sign({ sid: 7 }, { exp: past }),
    'another audience': await sign({}, { aud: 'elsewhere' }),
    'another issuer': await sign({}, { iss: 'elsewhere' }),
    'no session': await sign({ sid: undefined }),
    'session of a wrong type': await sign({ sid: 7 }),
    'not a token': 'lz_abc',
    huge: `${good}${'A'.repeat(10_000)}`,
  }
  for (const [kind, token] of Object.entries(refused)) {
    await t.rejects(verify(verifier, token), { code: 'INVALID_TOKEN' }, kind)
  }
  await verifier.verify(good)
})

t.test('a token with nothing wrong but its age has expired, unless its session has ended', async (t) => {
  const { bus, verifier, sign } = await start(t)
  const sid = newId()
  const old = await sign({ sid }, { exp: Math.floor(Date.now() / 1_000) - 1 })
  const expired = { code: 'TOKEN_EXPIRED', status: 401 }
  await t.rejects(verify(verifier, old), expired)
  await t.rejects(verify(verifier, old), expired, 'however often it is sent')
  const fresh = await sign({ sid })
  await verifier.verify(fresh)
  await end(bus, sid)
  await eventually(() => isRefused(verifier, fresh))
  await t.rejects(verify(verifier, old), { code: 'INVALID_TOKEN' }, 'there is no new token to be had')
})

t.test('a token that was good is refused once it expires', async (t) => {
  const { verifier, sign } = await start(t)
  // Good for one to two seconds: `exp` is in whole ones.
  const token = await sign({}, { exp: Math.floor(Date.now() / 1_000) + 2 })
  await verifier.verify(token)
  await eventually(() => isRefused(verifier, token))
  await t.rejects(verify(verifier, token), { code: 'TOKEN_EXPIRED' })
})

t.test(
  'keys are requested once for any number of tokens at once, and again for an unknown key',
  async (t) => {
    const { verifier, sign, addKey, requests } = await start(t)
    const tokens = await Promise.all(Array.from({ length: 20 }, () => sign()))
    await Promise.all(tokens.map(verifier.verify))
    t.equal(requests.count, 1)
    const rotated = await addKey('second')
    await verifier.verify(await rotated())
    t.equal(requests.count, 2)
    await verifier.verify(await sign())
  },
)

t.test('made-up key ids do not become a load on auth, and a brand-new one is not refused', async (t) => {
  const { verifier, sign, addKey, requests } = await start(t)
  await verifier.verify(await sign())
  const forged = Array.from({ length: 20 }, async (_, n) => {
    const forge = await addKey(`made-up ${n}`, { publish: false })
    await t.rejects(verify(verifier, await forge()), { code: 'INVALID_TOKEN' })
  })
  const brandNew = await addKey('brand-new')
  await verifier.verify(await brandNew())
  await Promise.all(forged)
  t.ok(requests.count <= 3)
})

t.test(
  'while auth is away, known keys stay good and an unknown one is our fault, not the token’s',
  async (t) => {
    const { bus } = await testBus(t)
    const verifier = await openVerifier(bus)
    t.teardown(() => verifier.close())
    const { privateKey } = await generateKeyPair('EdDSA')
    const token = await new SignJWT({ sid: newId() })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'x' })
      .sign(privateKey)
    await t.rejects(verify(verifier, token), { code: 'SERVICE_UNAVAILABLE' })
    await t.rejects(
      verify(verifier, token),
      { code: 'SERVICE_UNAVAILABLE' },
      'and not requested again at once',
    )
  },
)

t.test('an ended session is refused, though its token was good a moment ago', async (t) => {
  const { bus, verifier, sign } = await start(t)
  const sid = newId()
  const token = await sign({ sid })
  await verifier.verify(token)
  await end(bus, sid)
  await eventually(() => isRefused(verifier, token))
  await t.rejects(verify(verifier, token), { code: 'INVALID_TOKEN' })
})

t.test('a verifier that starts later knows what ended before, from its first request on', async (t) => {
  const { bus, sign } = await start(t)
  const sids = Array.from({ length: 300 }, newId)
  for (const sid of sids) await end(bus, sid)
  const later = await openVerifier(bus)
  t.teardown(() => later.close())
  for (const sid of [sids[0], sids.at(-1)]) {
    await t.rejects(verify(later, await sign({ sid })), { code: 'INVALID_TOKEN' })
  }
})

t.test('what is no end of a session keeps no service from starting, and hides no other', async (t) => {
  const { bus, sign, verifier } = await start(t)
  const subject = bus.subject(SessionEnded.subject)
  for (const damaged of ['', '{', 'null', '{}', '{"at":"never","data":{}}'])
    await bus.js.publish(subject, damaged)
  const sid = newId()
  await end(bus, sid)
  const later = await openVerifier(bus)
  t.teardown(() => later.close())
  await t.rejects(verify(later, await sign({ sid })), { code: 'INVALID_TOKEN' })
  const token = await sign({ sid })
  await eventually(() => isRefused(verifier, token))
})

t.test('an end whose tokens have all expired is not remembered', async (t) => {
  const { bus, sign } = await start(t)
  const sid = newId()
  await end(bus, sid, { tokens_until: new Date(Date.now() - 1_000).toISOString() })
  const later = await openVerifier(bus)
  t.teardown(() => later.close())
  await later.verify(await sign({ sid }))
})

t.test('ends that happen while the connection is lost take effect once it is back', async (t) => {
  const { bus, settings, sign } = await start(t)
  const line = await breakableLine(t, settings.NATS_URL)
  const far = await openBus({ ...settings, NATS_URL: line.url }, 'far', silentLog)
  t.teardown(() => far.close())
  const verifier = await openVerifier(far)
  t.teardown(() => verifier.close())
  const sid = newId()
  const token = await sign({ sid })
  await verifier.verify(token)

  line.cut()
  await end(bus, sid)
  await verifier.verify(token)
  line.mend()
  await eventually(() => isRefused(verifier, token))
  const next = newId()
  const other = await sign({ sid: next })
  await verifier.verify(other)
  await end(bus, next)
  await eventually(() => isRefused(verifier, other))
})

/** The same URL, credentials included, on another local port. */
const withAddress = (target: string, port: number) =>
  Object.assign(new URL(target), { host: `127.0.0.1:${port}` }).href

/** A TCP line to the server that can be cut and mended. */
async function breakableLine(t: Test, target: string) {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return near.destroy()
    const far = createConnection(Number(port), hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cut = () => {
    whole = false
    for (const socket of sockets) socket.destroy()
  }
  t.teardown(() => {
    cut()
    server.close()
  })
  const { port: own } = server.address() as AddressInfo
  const mend = () => {
    whole = true
  }
  return { url: withAddress(target, own), cut, mend }
}
