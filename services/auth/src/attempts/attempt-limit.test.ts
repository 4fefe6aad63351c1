import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

type Call = Awaited<ReturnType<typeof startTestApp>>['call']

const attempt = (call: Call, username: string, given: string, address = '203.0.113.1') =>
  call('POST', '/api/login', { username, password: given }, { 'x-forwarded-for': address })

const shared = await startTestApp(t)

t.test(
  'repeated failures block the account under every name, even for the right password, longer each time',
  async (t) => {
    const { call, clock, register } = await startTestApp(t)
    await register({ username: 'mei', phone: '13800138000' })
    for (let n = 0; n < 5; n++) {
      const name = n % 2 ? 'Mei' : '13800138000'
      t.equal((await attempt(call, name, 'a wrong one', `203.0.113.${n}`)).status, 401)
    }
    const blocked = await attempt(call, 'mei', password)
    t.match(blocked, { status: 429, error_code: 'TOO_MANY_ATTEMPTS', retry_after: 30 })
    t.equal(blocked.headers['retry-after'], '30')

    clock.aheadMs += 31_000
    t.equal((await attempt(call, 'mei', 'a wrong one')).status, 401, 'one more guess')
    t.match(await attempt(call, 'mei', password), { status: 429, retry_after: 60 })
    clock.aheadMs += 61_000
    t.equal((await attempt(call, 'mei', password)).status, 200, 'the right one')
    t.equal((await attempt(call, 'mei', 'a wrong one')).status, 401, 'starts from zero')
    t.equal((await attempt(call, 'mei', password)).status, 200)
  },
)

t.test('failures are forgotten after a quiet quarter of an hour', async (t) => {
  const { call, clock, register } = await startTestApp(t)
  await register({ username: 'mei' })
  for (let n = 0; n < 8; n++) {
    t.equal((await attempt(call, 'mei', 'a wrong one')).status, 401)
    if (n === 3) clock.aheadMs += 16 * 60_000
  }
})

t.test('an unknown name is blocked like a known one', async (t) => {
  const { call } = shared
  for (let n = 0; n < 5; n++) t.equal((await attempt(call, 'nobody', 'a wrong one')).status, 401)
  t.match(await attempt(call, 'Nobody', 'a wrong one'), { status: 429, error_code: 'TOO_MANY_ATTEMPTS' })
})

t.test('an address that guesses at many accounts is blocked for all of them; others are not', async (t) => {
  const { call, register } = await startTestApp(t, { env: { LOGIN_FAILURES_PER_ADDRESS: '8' } })
  await register({ username: 'mei' })
  for (let n = 0; n < 8; n++) await attempt(call, `name${n}`, 'a wrong one', '2001:db8:1:2::5')
  t.equal((await attempt(call, 'mei', password, '2001:db8:1:2:ffff::9')).status, 429, 'its whole network')
  t.equal((await attempt(call, 'mei', password, '2001:db8:1:3::5')).status, 200)
})

t.test('of many guesses at once over two replicas only a handful are tried', async (t) => {
  const { app, startReplica, register } = shared
  const { app: other } = await startReplica()
  const { user } = await register()
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      (n % 2 ? app : other).inject({
        method: 'POST',
        headers: { 'x-forwarded-for': '203.0.113.50' },
        url: '/api/login',
        payload: { username: user.username, password: `guess number ${n}` },
      }),
    ),
  )
  const tried = replies.filter((reply) => reply.statusCode === 401).length
  // Five, and those that had a hashing slot at that moment: two on each replica.
  t.ok(tried >= 5 && tried <= 8, `${tried} tried`)
  t.equal(replies.filter((reply) => reply.statusCode === 429).length, 60 - tried)
})

t.test('many right logins at once are no attack', async (t) => {
  const { call, register } = shared
  const { user } = await register()
  const replies = await Promise.all(Array.from({ length: 20 }, () => attempt(call, user.username, password)))
  t.ok(replies.every(({ status }) => status === 200))
})

t.test('a stolen session cannot be used to guess the old password', async (t) => {
  const { call, register } = shared
  const { headers } = await register()
  const body = { old_password: 'a wrong one', new_password: 'another good password' }
  for (let n = 0; n < 5; n++) {
    t.equal((await call('POST', '/api/user/change-password', body, headers)).error_code, 'WRONG_PASSWORD')
  }
  t.equal((await call('POST', '/api/user/change-password', body, headers)).status, 429)
})

t.test('a block raises an alert, and an administrator can lift it', async (t) => {
  const { call, register, registerAdmin } = await startTestApp(t, {
    env: { LOGIN_FAILURES_PER_ADDRESS: '5' },
  })
  const admin = await registerAdmin()
  const { user, headers } = await register({ username: 'mei' })
  for (let n = 0; n < 5; n++) await attempt(call, 'mei', 'a wrong one')
  t.equal((await attempt(call, 'mei', password)).status, 429)

  const unlock = `/api/admin/users/${user.id}/unlock`
  t.equal((await call('POST', unlock)).status, 401)
  t.equal((await call('POST', unlock, undefined, headers)).status, 403)
  t.match(await call('POST', unlock, undefined, admin.headers), { status: 200, data: { unlocked: true } })
  t.equal((await attempt(call, 'mei', password)).status, 429, 'the address still waits')
  const address = { address: '203.0.113.1' }
  t.equal((await call('POST', '/api/admin/users/unlock-address', address)).status, 401)
  t.equal((await call('POST', '/api/admin/users/unlock-address', address, headers)).status, 403)
  t.equal(
    (await call('POST', '/api/admin/users/unlock-address', { address: 'x' }, admin.headers)).status,
    400,
  )
  t.equal((await call('POST', '/api/admin/users/unlock-address', address, admin.headers)).status, 200)
  t.equal((await attempt(call, 'mei', password)).status, 200)
  const unknown = '01234567-89ab-7def-8123-456789abcdef'
  t.equal((await call('POST', `/api/admin/users/${unknown}/unlock`, undefined, admin.headers)).status, 404)
  t.equal((await call('POST', '/api/admin/users/7/unlock', undefined, admin.headers)).status, 404)
})

t.test('who owns many IPv6 networks guesses no longer for it', async (t) => {
  const { call, register } = await startTestApp(t, { env: { LOGIN_FAILURES_PER_ADDRESS: '3' } })
  await register({ username: 'mei' })
  for (let n = 0; n < 12; n++) await attempt(call, `name${n}`, 'a wrong one', `2001:db8:1:${n}::5`)
  t.equal((await attempt(call, 'mei', password, '2001:db8:1:ffff::9')).status, 429, 'the /48 of all of them')
  t.equal((await attempt(call, 'mei', password, '2001:db8:2:2::5')).status, 200)
})
