import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const path = '/api/chat-stream/019c0000-0000-7000-8000-000000000000'

t.test('a ticket reads its one stream until the session ends, and is no token', async (t) => {
  const { app, call, deps, register, clock } = await startTestApp(t)
  const { headers, user, session_id } = await register()
  const { status, data } = await call('POST', '/api/stream-tickets', { path }, headers)
  t.equal(status, 201)
  t.equal(data.url, `${path}?ticket=${data.ticket}`)
  t.equal(Date.parse(data.expires_at) - clock.now().getTime(), 1_800_000)
  t.match(await deps.verifier.verifyTicket(data.ticket, path), { userId: user.id, sessionId: session_id })
  await t.rejects(deps.verifier.verifyTicket(data.ticket, `${path}/stop`), { code: 'INVALID_TOKEN' })
  await t.rejects(async () => deps.verifier.verify(data.ticket), { code: 'INVALID_TOKEN' })
  await t.rejects(deps.verifier.verifyTicket(user.id, path), { code: 'INVALID_TOKEN' })
  const token = headers.authorization.slice('Bearer '.length)
  await t.rejects(
    deps.verifier.verifyTicket(token, path),
    { code: 'INVALID_TOKEN' },
    'nor is a token a ticket',
  )
  for (const url of [`/api/user/info?ticket=${data.ticket}`, `/api/user/sessions?ticket=${data.ticket}`])
    t.equal((await app.inject({ url })).statusCode, 401)
  await call('POST', '/api/logout', undefined, headers)
  await eventually(async () =>
    deps.verifier.verifyTicket(data.ticket, path).then(
      () => false,
      () => true,
    ),
  )
})

t.test('a ticket is for streams only, and for who is signed in', async (t) => {
  const { call, register } = await startTestApp(t)
  const { headers } = await register()
  for (const path of [
    '/api/user/info',
    '/api/exports/x/download',
    '//evil/x/events',
    '/api/chat-stream/x/stop',
    '',
    5,
  ])
    t.match(await call('POST', '/api/stream-tickets', { path }, headers), {
      status: 400,
      error_code: 'VALIDATION_ERROR',
    })
  t.equal((await call('POST', '/api/stream-tickets', { path: '/api/exports/x/events' }, headers)).status, 201)
  t.match(await call('POST', '/api/stream-tickets', { path }), { status: 401, error_code: 'MISSING_TOKEN' })
})
