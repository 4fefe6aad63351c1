import type { Problem } from '@lingzhi/contracts/problem'
import { openVerifier } from '@lingzhi/identity/open-verifier'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

const dayS = 86_400

/** Auth with long tokens, and another service that verifies them by the same clock: what it says of a token. */
async function start(t: Parameters<typeof startTestApp>[0]) {
  const started = await startTestApp(t, { env: { LEGACY_TOKEN_TTL_S: String(dayS) } })
  const openService = async () => {
    const verifier = await openVerifier(started.bus, { now: started.clock.now })
    t.teardown(verifier.close)
    return async (token: string) => {
      try {
        await verifier.verify(token)
        return 'good'
      } catch (problem) {
        return (problem as Problem).code
      }
    }
  }
  return { ...started, openService }
}

t.test('a front end that knows only `token` stays signed in for LEGACY_TOKEN_TTL_S', async (t) => {
  const { register, logIn, call, clock, openService } = await start(t)
  const registered = await register()
  const data = await logIn(registered.user.username)
  t.same([data.expires_in, data.token_expires_in, registered.token_expires_in], [900, dayS, dayS])
  const told = await openService()
  t.same([await told(data.token), await told(data.access_token)], ['good', 'good'])
  clock.aheadMs = 1_000_000
  t.same([await told(data.token), await told(data.access_token)], ['good', 'TOKEN_EXPIRED'])
  const { data: renewed } = await call('POST', '/api/refresh', { refresh_token: data.refresh_token })
  t.equal(renewed.token, renewed.access_token, 'who refreshes needs no long one')
  clock.aheadMs = (dayS + 1) * 1_000
  t.equal(await told(data.token), 'TOKEN_EXPIRED')
})

t.test('the long token ends with its session, for its whole life', async (t) => {
  const { register, call, clock, openService } = await start(t)
  const { token } = await register()
  const told = await openService()
  t.equal(await told(token), 'good')
  await call('POST', '/api/logout', {}, { authorization: `Bearer ${token}` })
  await eventually(async () => (await told(token)) === 'INVALID_TOKEN')
  clock.aheadMs = (dayS - 10) * 1_000
  t.equal(await told(token), 'INVALID_TOKEN')
  const late = await openService()
  t.equal(await late(token), 'INVALID_TOKEN', 'a service that starts late learns of it too')
})

t.test('administrators get no long token, nor does anybody without the setting', async (t) => {
  const { registerAdmin } = await start(t)
  const admin = await registerAdmin()
  t.equal(admin.token, admin.access_token)
  t.equal(admin.token_expires_in, 900)
  const usual = await startTestApp(t)
  const { data } = await usual.call('POST', '/api/register', { username: 'usual', password })
  t.equal(data.token, data.access_token)
  t.equal(data.token_expires_in, data.expires_in)
})
