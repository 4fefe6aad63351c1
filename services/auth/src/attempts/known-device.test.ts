import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

const started = await startTestApp(t)
const { call } = started
const attempt = (body: object, headers = {}) => call('POST', '/api/login', body, headers)

/** Strangers who know a name, from many networks. */
async function shutOut(username: string) {
  for (let n = 0; n < 7; n++)
    await attempt({ username, password: 'a guess' }, { 'x-forwarded-for': `198.51.${n}.1` })
}

t.test('strangers who guess do not keep out a device that logged in before', async (t) => {
  const { headers } = await started.register({ username: 'mei' })
  const first = await attempt({ username: 'mei', password })
  const { device_token } = first.data
  const cookie = /lz_device=[^;]+/.exec(String(first.headers['set-cookie']))?.[0] ?? ''
  await shutOut('mei')
  t.equal((await attempt({ username: 'mei', password })).status, 429, 'an unknown device waits')
  t.equal((await attempt({ username: 'mei', password, device_token })).status, 200, 'by its token')
  t.equal((await attempt({ username: 'mei', password }, { cookie })).status, 200, 'by its cookie')
  const proof = await call('POST', '/api/user/api-keys', { name: 'k', current_password: password }, headers)
  t.equal(proof.status, 201, 'nor who is in')
  for (let n = 0; n < 5; n++)
    t.equal((await attempt({ username: 'mei', password: 'a guess', device_token })).status, 401)
  t.equal((await attempt({ username: 'mei', password, device_token })).status, 429, 'it may not guess either')
  t.equal((await attempt({ username: 'mei', password }, { cookie })).status, 429, 'the same device')
})

t.test('a device of another user, or a made-up one, is unknown', async (t) => {
  await started.register({ username: 'hua' })
  const other = await started.register({ username: 'lan' })
  const { device_token } = (await attempt({ username: 'lan', password })).data
  await shutOut('hua')
  for (const shown of [device_token, 'lzd_AAAA', `${device_token}x`, other.refresh_token])
    t.equal((await attempt({ username: 'hua', password, device_token: shown })).status, 429)
})
