import { eventually } from '@lingzhi/testing/eventually'
import { bodyOf, startMailServer } from '@lingzhi/testing/mail-server'
import type { Test } from '@lingzhi/testing/test-servers'
import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

async function start(t: Test) {
  const mail = await startMailServer(t)
  const started = await startTestApp(t, {
    env: { ...mail.settings, PUBLIC_URL: 'https://lingzhi.example' },
  })
  const { call, deps } = started
  const lettersTo = async (address: string) => {
    await deps.background.close()
    return mail.received.filter(({ to }) => to[0] === address).map(bodyOf)
  }
  /** The token of the newest link sent to an address. */
  const tokenTo = async (address: string) => {
    const letter = (
      await eventually(async () => (await lettersTo(address)).length > 0 && lettersTo(address))
    ).at(-1)
    return /confirm-email#token=([\w-]{43})\s/.exec(letter ?? '')?.[1] ?? ''
  }
  const confirm = (token: string) => call('POST', '/api/confirm-email', { token })
  const canLogIn = async (username: string) =>
    (await call('POST', '/api/login', { username, password })).status === 200
  return { ...started, lettersTo, tokenTo, confirm, canLogIn }
}

t.test('an address counts for logging in and recovery once its link was opened', async (t) => {
  const { call, register, lettersTo, tokenTo, confirm, canLogIn, deps, clock } = await start(t)
  const { user, headers } = await register({ email: 'mei@example.com' })
  t.match(user, { email: 'mei@example.com', email_confirmed: false })
  t.notOk(await canLogIn('mei@example.com'))
  await call('POST', '/api/forgot-password', { email: 'mei@example.com' })
  await deps.background.close()
  t.notMatch(await lettersTo('mei@example.com'), [/reset-password/], 'a mistyped address recovers nothing')

  const token = await tokenTo('mei@example.com')
  t.equal((await confirm('made-up')).error_code, 'INVALID_CONFIRMATION')
  t.equal((await confirm(token)).status, 200)
  t.equal((await confirm(token)).error_code, 'INVALID_CONFIRMATION', 'once')
  t.match((await call('GET', '/api/user/info', undefined, headers)).data, { email_confirmed: true })
  t.ok(await canLogIn('Mei@example.com'))
  t.match(await call('POST', '/api/user/email/confirmation', undefined, headers), { status: 409 })

  const late = await register({ email: 'late@example.com' })
  const old = await tokenTo('late@example.com')
  clock.aheadMs += 25 * 3_600_000
  t.equal((await confirm(old)).error_code, 'INVALID_CONFIRMATION', 'after a day')
  t.equal((await call('POST', '/api/user/email/confirmation', undefined, late.headers)).status, 202)
  await confirm(await tokenTo('late@example.com'))
  t.ok(await canLogIn('late@example.com'), 'by a new one')
})

t.test('who registers with another’s address learns nothing and takes nothing', async (t) => {
  const { call, register, lettersTo, tokenTo, confirm, canLogIn } = await start(t)
  const owner = await register({ email: 'owner@example.com' })
  await confirm(await tokenTo('owner@example.com'))
  const members = (email: string, n: number) => ({ username: `stranger ${n}`, password, email })
  const used = await call('POST', '/api/register', members('owner@example.com', 1))
  const free = await call('POST', '/api/register', members('nobody@example.com', 2))
  t.same([used.status, used.data.user.email_confirmed], [free.status, free.data.user.email_confirmed])
  t.match((await lettersTo('owner@example.com')).at(-1), /belongs to yours already/)
  t.ok(await canLogIn('owner@example.com'), 'it is still the owner’s')
  t.match((await call('GET', '/api/user/info', undefined, owner.headers)).data, { email_confirmed: true })
})

t.test('a user name keeps no address from its owner, and tells nothing about one', async (t) => {
  const { call, register, tokenTo, confirm, canLogIn } = await start(t)
  const owner = await register({ email: 'named@example.com' })
  await confirm(await tokenTo('named@example.com'))
  const { headers } = await register()
  const said = async (username: string) => {
    const [made, changed] = [
      await call('POST', '/api/register', { username, password }),
      await call('PUT', '/api/user/profile', { username }, headers),
    ]
    return [made, changed].map(({ status, errors }) => [status, errors?.[0]?.path])
  }
  const refused = [
    [400, 'username'],
    [400, 'username'],
  ]
  for (const name of [
    'named@example.com',
    'mailto:Named@example.com',
    'ｎamed＠example.com',
    'named﹫example.com',
  ]) {
    t.same(await said(name), refused, name)
    t.same(await said(name.replace('amed', 'obody')), refused, 'the same for one that nobody has')
  }
  t.ok(await canLogIn('named@example.com'))
  const same = { username: owner.user.username, bio: 'hello' }
  t.equal((await call('PUT', '/api/user/profile', same, owner.headers)).status, 200)
  t.equal((await call('POST', '/api/register', { username: 'mei@home', password })).status, 201)
})

t.test('an address that somebody holds without proof goes to who proves it', async (t) => {
  const { db, register, tokenTo, confirm, call } = await start(t)
  const squatter = await register()
  await db
    .updateTable('users')
    .set({ email: 'true@example.com' })
    .where('id', '=', squatter.user.id)
    .execute()
  await db
    .insertInto('user_identifiers')
    .values({ value: 'true@example.com', user_id: squatter.user.id, kind: 'email' })
    .execute()
  const owner = await register({ email: 'true@example.com' })
  t.equal((await confirm(await tokenTo('true@example.com'))).status, 200)
  const login = await call('POST', '/api/login', { username: 'true@example.com', password })
  t.equal(login.data.user.id, owner.user.id)
})

t.test(
  'a changed address waits, the old one counts until then and is told; a change of password takes it back',
  async (t) => {
    const { call, register, lettersTo, tokenTo, confirm, canLogIn } = await start(t)
    const { headers } = await register({ email: 'old@example.com' })
    await confirm(await tokenTo('old@example.com'))
    const put = (email: string) =>
      call('PUT', '/api/user/profile', { email, current_password: password }, headers)
    t.match((await put('new@example.com')).data, {
      email: 'old@example.com',
      pending_email: 'new@example.com',
    })
    t.match((await lettersTo('old@example.com')).at(-1), /is being changed/)
    t.ok(await canLogIn('old@example.com'))
    t.notOk(await canLogIn('new@example.com'))
    const token = await tokenTo('new@example.com')
    const body = { old_password: password, new_password: 'a much better one' }
    await call('POST', '/api/user/change-password', body, headers)
    t.equal((await confirm(token)).error_code, 'INVALID_CONFIRMATION')

    const again = await call(
      'PUT',
      '/api/user/profile',
      { email: 'new@example.com', current_password: 'a much better one' },
      headers,
    )
    t.equal(again.status, 200)
    await confirm(await tokenTo('new@example.com'))
    t.match((await call('GET', '/api/user/info', undefined, headers)).data, {
      email: 'new@example.com',
      pending_email: null,
      email_confirmed: true,
    })
  },
)

t.test('nobody can have an address flooded with letters', async (t) => {
  const { call, lettersTo } = await start(t)
  for (let n = 0; n < 8; n++)
    await call('POST', '/api/register', { username: `flood ${n}`, password, email: 'victim@example.com' })
  t.equal((await lettersTo('victim@example.com')).length, 5)
})

t.test('numbers cannot be tried in bulk', async (t) => {
  const { call, register } = await startTestApp(t)
  const { headers } = await register()
  const attempt = (n: number) =>
    call('PUT', '/api/user/profile', { phone: `1380013${1_000 + n}`, current_password: password }, headers)
  for (let n = 0; n < 10; n++) t.equal((await attempt(n)).status, 200)
  t.match(await attempt(10), { status: 429, error_code: 'TOO_MANY_ATTEMPTS', retry_after: Number })
})
