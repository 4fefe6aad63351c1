import { newId } from '@lingzhi/contracts/ids'
import { eventually } from '@lingzhi/testing/eventually'
import { bodyOf, startMailServer } from '@lingzhi/testing/mail-server'
import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { resetAdmin } from '../admin/reset-admin.ts'
import { password, startTestApp } from '../test-app.ts'

async function start(t: Test) {
  const mail = await startMailServer(t)
  const env = {
    ...mail.settings,
    SMTP_FROM: 'Lingzhi <no-reply@example.com>',
    PUBLIC_URL: 'https://lingzhi.example/',
    // Confirmation has its own tests, in addresses/.
    EMAIL_CONFIRMATION: 'false',
  }
  const started = await startTestApp(t, { env })
  const { call } = started
  const forgot = (email: unknown, from = '203.0.113.1') =>
    call('POST', '/api/forgot-password', { email }, { 'x-forwarded-for': from })
  const reset = (token: unknown, new_password: unknown = 'a much better one') =>
    call('POST', '/api/reset-password', { token, new_password })
  /** Requests a link and returns the token of the mail. */
  const requestToken = async (email: string) => {
    const before = mail.received.length
    await forgot(email)
    // Beside it there may be a letter that tells of a change.
    const isLink = (letter: string) => letter.includes('/reset-password')
    const body = await eventually(async () => mail.received.slice(before).map(bodyOf).find(isLink))
    return /https:\/\/lingzhi\.example\/reset-password#token=([\w-]{43})\s/.exec(body)?.[1] ?? ''
  }
  return { ...started, received: mail.received, forgot, reset, requestToken }
}

t.test('the link in the mail sets a new password once, and ends every session', async (t) => {
  const { call, db, register, received, requestToken, reset } = await start(t)
  const mei = await register({ username: 'mei', email: 'Mei@example.com' })
  const token = await requestToken('mei@EXAMPLE.com')
  t.same(received[0]?.to, ['Mei@example.com'])
  t.notOk(JSON.stringify(await db.selectFrom('password_resets').selectAll().execute()).includes(token))

  t.equal((await reset(token, 'password123')).error_code, 'WEAK_PASSWORD', 'which does not use it up')
  const replies = await Promise.all([reset(token), reset(token), reset(token)])
  t.same(replies.map(({ status }) => status).sort(), [200, 400, 400])
  t.equal((await reset(token)).error_code, 'INVALID_RESET_TOKEN')
  await eventually(async () => (await call('GET', '/api/user/info', undefined, mei.headers)).status === 401)
  t.equal((await call('POST', '/api/refresh', { refresh_token: mei.refresh_token })).status, 401)
  t.equal((await call('POST', '/api/login', { username: 'mei', password })).status, 401)
  t.equal((await call('POST', '/api/login', { username: 'mei', password: 'a much better one' })).status, 200)
})

t.test('a link is good for 30 minutes, and only the newest', async (t) => {
  const { clock, register, requestToken, reset } = await start(t)
  await register({ username: 'mei', email: 'mei@example.com' })
  const first = await requestToken('mei@example.com')
  const second = await requestToken('mei@example.com')
  t.equal((await reset(first)).error_code, 'INVALID_RESET_TOKEN')
  clock.aheadMs = 31 * 60_000
  t.equal((await reset(second)).error_code, 'INVALID_RESET_TOKEN')
  const third = await requestToken('mei@example.com')
  clock.aheadMs += 29 * 60_000
  t.equal((await reset(third)).status, 200)
})

t.test('a link is void once the password, or the address it went to, has changed', async (t) => {
  const { call, db, deps, register, requestToken, reset } = await start(t)
  const changes = {
    password: (headers: Record<string, string>) =>
      call(
        'POST',
        '/api/user/change-password',
        { old_password: password, new_password: 'chosen by me' },
        headers,
      ),
    address: (headers: Record<string, string>) =>
      call(
        'PUT',
        '/api/user/profile',
        { email: 'elsewhere@example.com', current_password: password },
        headers,
      ),
    operator: (_: unknown, username: string) =>
      resetAdmin(db, deps.tokens, {
        id: newId(),
        username,
        passwordHash: 'x',
        at: new Date(),
        promote: true,
      }),
  }
  for (const [what, change] of Object.entries(changes)) {
    const { headers, user } = await register({ email: `${what}@example.com` })
    const token = await requestToken(`${what}@example.com`)
    await call('PUT', '/api/user/profile', { bio: 'changes nothing about it' }, headers)
    await change(headers, user.username)
    t.equal((await reset(token)).error_code, 'INVALID_RESET_TOKEN', what)
  }
})

t.test('a reset reveals no accounts and floods no address with mail', async (t) => {
  const { deps, register, received, forgot } = await start(t)
  await register({ username: 'other@example.com' })
  await register({ username: 'mei', email: 'mei@example.com' })
  const { request_id: _, headers: __, ...known } = await forgot('mei@example.com')
  const { request_id: ___, headers: ____, ...unknown } = await forgot('nobody@example.com')
  t.same(known, unknown)
  await forgot('other@example.com')
  for (const email of ['mei@example.com', 'nobody@example.com']) {
    t.equal((await forgot(email)).status, 202)
    t.equal((await forgot(email)).status, 202)
    t.match(await forgot(email), { status: 429, error_code: 'TOO_MANY_ATTEMPTS', retry_after: Number })
  }
  await deps.background.close()
  t.same(new Set(received.map(({ to }) => to[0])), new Set(['mei@example.com']))
  t.equal(received.length, 3)
})

t.test('an invalid request is refused, and a missing mail server is reported', async (t) => {
  const { forgot, reset } = await start(t)
  for (const email of [undefined, '', 7, 'a\u0000b']) t.equal((await forgot(email)).status, 400)
  for (const token of [undefined, '', 7]) t.equal((await reset(token)).status, 400)
  t.equal((await reset('made-up')).error_code, 'INVALID_RESET_TOKEN')
  t.equal((await reset('made-up', 'short')).error_code, 'VALIDATION_ERROR')
  const { call } = await startTestApp(t)
  t.match(await call('POST', '/api/forgot-password', { email: 'mei@example.com' }), {
    status: 503,
    error_code: 'MAIL_NOT_CONFIGURED',
    retry_after: Number,
  })
})
