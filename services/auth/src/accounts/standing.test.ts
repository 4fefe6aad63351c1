import { sendRequest } from '@lingzhi/bus/request'
import { AccountStanding } from '@lingzhi/contracts/auth'
import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('other services learn whether an account may act, and where its letters go', async (t) => {
  const { bus, call, register, registerAdmin } = await startTestApp(t)
  const { user } = await register({ email: 'me@example.com' })
  const admin = await registerAdmin()
  const ask = async (user_id: string) => (await sendRequest(bus, AccountStanding, { user_id })).account
  t.same(await ask(user.id), { status: 'active', role: 'user', email: 'me@example.com' })
  t.same(await ask(admin.user.id), { status: 'active', role: 'admin', email: null })
  await call('PATCH', `/api/admin/users/${user.id}`, { status: 'disabled' }, admin.headers)
  t.match(await ask(user.id), { status: 'disabled' })
  t.equal(await ask(newId()), null)
})
