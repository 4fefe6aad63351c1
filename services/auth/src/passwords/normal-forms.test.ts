import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from '@node-rs/bcrypt'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

/** One service for all tests of this file: each has users of its own. */
const shared = await startTestApp(t)

const composed = 'crème brûlée 密码'.normalize('NFC')
const decomposed = composed.normalize('NFD')

async function withHash(stored?: string) {
  const { call, db, register } = shared
  const { user, headers } = await register({ password: composed })
  if (stored) await db.updateTable('users').set({ password_hash: stored }).where('id', '=', user.id).execute()
  const hashNow = async () => {
    const row = db.selectFrom('users').select('password_hash').where('id', '=', user.id)
    return (await row.executeTakeFirstOrThrow()).password_hash
  }
  const logIn = async (password: string) =>
    (await call('POST', '/api/login', { username: user.username, password })).status
  return { hashNow, logIn, headers }
}

t.test(
  'a password is the same from every keyboard, whichever way it writes an accent or a space',
  async (t) => {
    const { logIn, headers } = await withHash()
    t.not(composed, decomposed)
    for (const typed of [
      composed,
      decomposed,
      composed.replaceAll(' ', '\u3000'),
      composed.replaceAll(' ', '\u00a0'),
    ])
      t.equal(await logIn(typed), 200)
    for (const typed of [
      `${composed} `,
      ` ${composed}`,
      composed.toUpperCase(),
      composed.replaceAll(' ', ''),
    ])
      t.equal(await logIn(typed), 401, 'spaces and case count')
    const body = { old_password: decomposed, new_password: composed }
    t.match(await shared.call('POST', '/api/user/change-password', body, headers), {
      error_code: 'SAME_PASSWORD',
    })
  },
)

t.test('a hash that an older version made of either form still logs in, and is renewed', async (t) => {
  for (const stored of [await argon2(decomposed), await bcrypt(decomposed, { cost: 4 })]) {
    const { logIn, hashNow } = await withHash(stored)
    t.equal(await logIn('crème brûlée'), 401)
    t.equal(await logIn(composed), 200)
    t.not(await hashNow(), stored)
    t.equal(await logIn(decomposed), 200)
  }
})

t.test('a password of which nothing is seen, or a common one in full width, is too weak', async (t) => {
  for (const password of [' '.repeat(12), '\u200b'.repeat(9), '\u3164'.repeat(8), 'ｐａｓｓｗｏｒｄ１２３']) {
    const refused = await shared.call('POST', '/api/register', { username: 'blank', password })
    t.match(refused, { status: 400, error_code: 'WEAK_PASSWORD' })
  }
})
