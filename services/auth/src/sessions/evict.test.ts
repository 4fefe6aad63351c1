import { sendRequest } from '@lingzhi/bus/request'
import { ApiKeyExchange } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { sql } from 'kysely'
import t from 'tap'
import { lockUser } from '../accounts/accounts.queries.ts'
import { resetAdmin } from '../admin/reset-admin.ts'
import { hashResetToken } from '../resets/request-reset.ts'
import { replaceReset } from '../resets/resets.queries.ts'
import { enableFactor } from '../second-factor/second-factor.queries.ts'
import { password, startTestApp } from '../test-app.ts'
import { evict } from './evict.ts'

const started = await startTestApp(t)
const { bus, call, clock, db, deps, register, logIn } = started

/** An account with somebody else in it: a session and an API key of theirs. */
async function intruded() {
  const owner = await register({ phone: undefined })
  const thief = await logIn(owner.user.username)
  const { data } = await call('POST', '/api/user/api-keys', { name: 'mine now' }, thief.headers)
  const { access_token } = await sendRequest(bus, ApiKeyExchange, { key: data.key })
  return { owner, thief, key: data.key, keyHeaders: { authorization: `Bearer ${access_token}` } }
}

/** Until a request waits for the row that the test holds. */
const aWaitForTheAccount = () =>
  eventually(async () => {
    const { rows } = await sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows.length > 0
  })

const newPassword = 'a much better one'
const resetByMail = async ({ user }: { user: { id: string } }) => {
  const at = clock.now()
  const link = {
    userId: user.id,
    hash: hashResetToken('token'),
    at,
    expiresAt: new Date(at.getTime() + 60_000),
  }
  await replaceReset(db, link)
  return call('POST', '/api/reset-password', { token: 'token', new_password: newPassword })
}
const change = ({ headers }: { headers: Record<string, string> }, more = {}) =>
  call(
    'POST',
    '/api/user/change-password',
    { old_password: password, new_password: newPassword, ...more },
    headers,
  )
const byOperator = async ({ user }: { user: { username: string } }) => {
  const passwordHash = await deps.passwords.hash(newPassword)
  const { username } = user
  await resetAdmin(db, deps.tokens, { id: newId(), username, passwordHash, at: clock.now(), promote: true })
  deps.outbox.wake()
  return { status: 200 }
}

for (const [way, recover] of Object.entries({ resetByMail, change, byOperator })) {
  t.test(`recovery puts out who else was in the account: ${way}`, async (t) => {
    const { owner, thief, key, keyHeaders } = await intruded()
    t.equal((await recover(owner)).status, 200)
    for (const headers of [thief.headers, keyHeaders])
      await eventually(async () => (await call('GET', '/api/user/info', undefined, headers)).status === 401)
    await t.rejects(sendRequest(bus, ApiKeyExchange, { key }), { code: 'INVALID_TOKEN' })
    t.equal((await call('POST', '/api/refresh', { refresh_token: thief.refresh_token })).status, 401)
    const back = await logIn(owner.user.username, newPassword)
    const { data } = await call('GET', '/api/user/api-keys', undefined, back.headers)
    t.same(data.api_keys, [])
  })
}

/** What a thief who is put out may have under way, and whose proof was right when it was looked at. */
const underWay = [
  ['POST', '/api/user/api-keys', { name: 'stays' }],
  ['PUT', '/api/user/profile', { email: 'thief@example.com' }],
  ['POST', '/api/user/change-password', { old_password: password, new_password: 'the thief’s own' }],
  ['POST', '/api/user/second-factor', {}],
  ['DELETE', '/api/user', {}],
] as const

for (const [method, url, body] of underWay) {
  t.test(`nothing that was under way counts after it: ${method} ${url}`, async (t) => {
    const { owner, thief } = await intruded()
    const { id } = owner.user
    const proved = url.endsWith('change-password') ? body : { ...body, current_password: password }
    let answered: ReturnType<typeof call> | undefined
    await db.transaction().execute(async (trx) => {
      await lockUser(trx, id)
      answered = call(method, url, proved, thief.headers)
      await aWaitForTheAccount()
      await evict(trx, deps.tokens, id, { sessions: { except: owner.session_id }, apiKeys: true })
    })
    t.match(await answered, { status: 401, error_code: 'INVALID_TOKEN' })
    t.equal((await logIn(owner.user.username)).user.id, id, 'the account is as it was')
    const { data } = await call('GET', '/api/user/info', undefined, owner.headers)
    t.match(data, { email: null, pending_email: undefined })
    t.same((await call('GET', '/api/user/api-keys', undefined, owner.headers)).data.api_keys, [])
    t.same(await db.selectFrom('second_factors').selectAll().where('user_id', '=', id).execute(), [])
  })
}

t.test('a log-in under way needs the second factor that was switched on meanwhile', async (t) => {
  const owner = await register()
  let answered: ReturnType<typeof call> | undefined
  await db.transaction().execute(async (trx) => {
    await lockUser(trx, owner.user.id)
    answered = call('POST', '/api/login', { username: owner.user.username, password })
    await aWaitForTheAccount()
    await enableFactor(trx, owner.user.id, [], clock.now())
  })
  t.match(await answered, { status: 401, error_code: 'INVALID_CREDENTIALS' })
})

t.test('who changes a password may keep the API keys', async (t) => {
  const { owner, key } = await intruded()
  t.equal((await change(owner, { revoke_api_keys: false })).status, 200)
  t.ok((await sendRequest(bus, ApiKeyExchange, { key })).access_token)
})

t.test(
  'the command makes nobody an administrator by name, and takes away what could recover the account',
  async (t) => {
    const squatter = await register({ username: 'ops', email: 'stranger@example.com', phone: '13800138009' })
    const reset = (promote: boolean) =>
      resetAdmin(db, deps.tokens, {
        id: newId(),
        username: 'ops',
        passwordHash: 'x',
        at: clock.now(),
        promote,
      })
    await t.rejects(reset(false), { message: /ops is no administrator.*since 20.*stranger@example.com/ })
    const { data } = await call('GET', '/api/user/info', undefined, squatter.headers)
    t.match(data, { role: 'user', email: 'stranger@example.com' })
    t.match(await reset(true), {
      outcome: 'promoted',
      existing: { createdAt: Date, email: 'stranger@example.com', phone: '13800138009' },
    })
    const row = await db
      .selectFrom('users')
      .selectAll()
      .where('id', '=', squatter.user.id)
      .executeTakeFirstOrThrow()
    t.match(row, { email: null, phone: null, role: 'admin' })
    const names = await db
      .selectFrom('user_identifiers')
      .select('value')
      .where('user_id', '=', squatter.user.id)
      .execute()
    t.same(names, [{ value: 'ops' }])
    t.match(await reset(false), { outcome: 'reset' }, 'an administrator needs no --promote')
  },
)
