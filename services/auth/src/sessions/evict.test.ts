import { sendRequest } from '@lingzhi/bus/request'
import { ApiKeyExchange } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { resetAdmin } from '../admin/reset-admin.ts'
import { hashResetToken } from '../resets/request-reset.ts'
import { replaceReset } from '../resets/resets.queries.ts'
import { password, startTestApp } from '../test-app.ts'

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
