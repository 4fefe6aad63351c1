import t from 'tap'
import { ensureFirstAdmin } from '../admin/first-admin.ts'
import { password, startTestApp } from '../test-app.ts'

const started = await startTestApp(t)
const { call } = started
for (const ADMIN_USERNAME of ['admin', 'ceo'])
  await ensureFirstAdmin(started.deps, { ADMIN_USERNAME, ADMIN_PASSWORD: password })

t.test('nobody can take a name that looks like an administrator’s', async (t) => {
  const mei = await started.register({ username: 'mei' })
  for (const username of [
    'admln',
    'adm1n',
    'adrnin',
    'admín',
    'αdmιn'.replace('d', 'ԁ'),
    'ad min',
    'admin.',
    '_Admin_',
    'ɑdmin',
    'сео',
    'CE0',
  ]) {
    const registered = await call('POST', '/api/register', { username, password })
    t.ok([400, 409].includes(registered.status), `${username}: ${registered.status}`)
    const renamed = await call('PUT', '/api/user/profile', { username }, mei.headers)
    t.ok([400, 409, 429].includes(renamed.status), `${username}: ${renamed.status}`)
  }
})

t.test('names that only begin like it, and names of other scripts, are free', async (t) => {
  for (const username of ['administrator', 'admin2', '管理员', 'адмирал', '😀'])
    t.equal((await call('POST', '/api/register', { username, password })).status, 201, username)
})
