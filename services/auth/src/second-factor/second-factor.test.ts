import { sendRequest } from '@lingzhi/bus/request'
import { ApiKeyExchange } from '@lingzhi/contracts/auth'
import { Secret, TOTP } from 'otpauth'
import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

type Started = Awaited<ReturnType<typeof startTestApp>>
type User = Awaited<ReturnType<Started['register']>>

const path = '/api/user/second-factor'

/** What the person's phone does. */
const codeOf = (secret: string, at: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() })

async function enable({ call, clock }: Started, { headers }: User) {
  const offer = await call('POST', path, { current_password: password }, headers)
  const { secret } = offer.data
  const on = await call('POST', `${path}/confirm`, { code: codeOf(secret, clock.now()) }, headers)
  // The next code: each works once.
  clock.aheadMs += 30_000
  return { secret, offer, on }
}

const logIn = ({ call }: Started, username: string, code?: string) =>
  call('POST', '/api/login', { username, password, code })

t.test('with a second factor the password alone opens nothing', async (t) => {
  const started = await startTestApp(t)
  const { call, clock, db, register } = started
  const mei = await register({ username: 'mei' })
  t.equal((await call('POST', path, {}, mei.headers)).error_code, 'FRESH_PROOF_NEEDED')
  t.equal(
    (await call('POST', `${path}/confirm`, { code: '123456' }, mei.headers)).error_code,
    'NO_SECOND_FACTOR',
  )
  const { secret, offer, on } = await enable(started, mei)
  t.match(offer.data.uri, /^otpauth:\/\/totp\/Lingzhi:mei\?/)
  t.equal(on.data.recovery_codes.length, 10)
  const rows = JSON.stringify(await db.selectFrom('second_factors').selectAll().execute())
  for (const one of [secret, ...on.data.recovery_codes])
    t.notOk(rows.includes(one), 'nothing of it is stored')

  t.match(await logIn(started, 'mei'), { status: 401, error_code: 'SECOND_FACTOR_NEEDED' })
  const wrong = await call('POST', '/api/login', { username: 'mei', password: 'a wrong one', code: '123456' })
  t.equal(wrong.error_code, 'INVALID_CREDENTIALS', 'the code is asked for after the right password only')
  const code = codeOf(secret, clock.now())
  t.equal((await logIn(started, 'mei', code)).status, 200)
  t.equal((await logIn(started, 'mei', code)).error_code, 'WRONG_CODE', 'a code works once')
  clock.aheadMs += 120_000
  t.equal((await logIn(started, 'mei', code)).error_code, 'WRONG_CODE', 'and not later')

  const [recovery] = on.data.recovery_codes
  t.equal((await logIn(started, 'mei', recovery.toUpperCase().replaceAll('-', ' '))).status, 200)
  t.equal((await logIn(started, 'mei', recovery)).error_code, 'WRONG_CODE')
  t.match((await call('GET', path, undefined, mei.headers)).data, { enabled: true, recovery_codes_left: 9 })

  const body = { current_password: password, code: on.data.recovery_codes[1] }
  t.equal((await call('DELETE', path, { code: body.code }, mei.headers)).error_code, 'FRESH_PROOF_NEEDED')
  t.equal((await call('DELETE', path, { ...body, code: '000000' }, mei.headers)).error_code, 'WRONG_CODE')
  t.equal((await call('DELETE', path, body, mei.headers)).status, 200)
  t.equal((await logIn(started, 'mei')).status, 200)
})

t.test('what is switched on is the secret of which a code was given, once', async (t) => {
  const started = await startTestApp(t)
  const { call, clock, register } = started
  const mei = await register({ username: 'mei' })
  const { secret } = (await call('POST', path, { current_password: password }, mei.headers)).data
  const code = codeOf(secret, clock.now())
  const confirm = () => call('POST', `${path}/confirm`, { code }, mei.headers)
  const statuses = (await Promise.all([confirm(), confirm(), confirm()])).map(({ status }) => status)
  t.same(statuses.filter((status) => status === 200).length, 1)
  t.equal(
    (await call('POST', path, { current_password: password }, mei.headers)).error_code,
    'SECOND_FACTOR_ENABLED',
  )
  clock.aheadMs += 30_000
  t.equal((await logIn(started, 'mei', codeOf(secret, clock.now()))).status, 200)
})

t.test('codes cannot be tried through', async (t) => {
  const started = await startTestApp(t)
  const mei = await started.register({ username: 'mei' })
  await enable(started, mei)
  for (let n = 0; n < 5; n++) t.equal((await logIn(started, 'mei', '000000')).error_code, 'WRONG_CODE')
  t.equal((await logIn(started, 'mei', '000000')).status, 429)
})

t.test('an administrator who must have a second factor is none until it is on', async (t) => {
  const started = await startTestApp(t, { env: { ADMIN_SECOND_FACTOR: 'true' } })
  const { bus, call, clock, registerAdmin } = started
  const admin = await registerAdmin()
  t.match(admin, { second_factor_needed: true, user: { role: 'admin' } })
  const users = async ({ headers }: { headers: Record<string, string> }) =>
    (await call('GET', '/api/admin/users', undefined, headers)).status
  t.equal(await users(admin), 403)
  const { data: key } = await call('POST', '/api/user/api-keys', { name: 'k' }, admin.headers)
  const role = async () => {
    const { access_token } = await sendRequest(bus, ApiKeyExchange, { key: key.key })
    return JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()).role
  }
  t.equal(await role(), 'user', 'of a key too')
  const { secret } = await enable(started, admin)
  const refreshed = await call('POST', '/api/refresh', { refresh_token: admin.refresh_token })
  t.equal(await users({ headers: { authorization: `Bearer ${refreshed.data.access_token}` } }), 200)
  const login = await logIn(started, admin.user.username, codeOf(secret, clock.now()))
  t.match(login.data, { second_factor_needed: false })
  t.equal(await role(), 'admin')
})
