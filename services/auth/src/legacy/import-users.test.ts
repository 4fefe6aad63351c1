import { execFile } from 'node:child_process'
import type { LegacyUser, LegacyUserResult } from '@lingzhi/contracts/legacy-import'
import { hash as bcrypt } from '@node-rs/bcrypt'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const { config, db, call, registerAdmin } = await startTestApp(t)

let origins = 0
const user = (more: Partial<LegacyUser>): LegacyUser => ({
  type: 'user',
  origin: String(++origins),
  username: `old ${origins}`,
  phone: null,
  email: null,
  password_hash: null,
  disabled: false,
  profile: {},
  created_at: '2026-01-01T00:00:00.000Z',
  last_login_at: null,
  ...more,
})

/** Sends lines through the command as ops does; `cut` leaves the last line's end out, like one who was killed. */
function importUsers(lines: object[], { args = [] as string[], cut = false } = {}) {
  const text = [...lines, ...(cut ? [] : [{ type: 'end' }])].map((line) => JSON.stringify(line)).join('\n')
  return new Promise<LegacyUserResult[]>((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [`${import.meta.dirname}/../import-legacy.ts`, ...args],
      { env: { DATABASE_URL: config.DATABASE_URL } },
      (err, stdout) =>
        err
          ? reject(err)
          : resolve(
              stdout
                .split('\n')
                .filter(Boolean)
                .map((line) => JSON.parse(line)),
            ),
    )
    child.stdin?.end(`${text}${cut ? '' : '\n'}`)
  })
}

const hashOf = async (id: string) =>
  (await db.selectFrom('users').select('password_hash').where('id', '=', id).executeTakeFirstOrThrow())
    .password_hash

t.test('the old password opens an imported account, and its hash becomes argon2id', async (t) => {
  const old = (await bcrypt('abc123', { cost: 4 })).replace('$2b$', '$2y$')
  const [one] = await importUsers([user({ username: '老用户', phone: '13900139000', password_hash: old })])
  t.match(one, { outcome: 'new', password: 'kept', username: '老用户', remarks: [] })
  const id = one!.user_id!
  t.equal(await hashOf(id), old)
  t.equal((await call('POST', '/api/login', { username: '老用户', password: 'abc124' })).status, 401)
  const signedIn = await call('POST', '/api/login', { username: '13900139000', password: 'abc123' })
  t.match(signedIn, {
    status: 200,
    data: { user: { id, role: 'user', created_at: '2026-01-01T00:00:00.000Z' } },
  })
  t.match(await hashOf(id), /^\$argon2id\$/)
  t.equal((await call('POST', '/api/login', { username: '老用户', password: 'abc123' })).status, 200)
})

t.test('a hash that cannot be checked, or would hold a thread for hours, opens nothing', async (t) => {
  const costly = (await bcrypt('abc123', { cost: 4 })).replace('$04$', '$31$')
  const hashes = [costly, 'abc123', 'sha256:abc123', 'scrypt:32768:8:1$salt$00', '', null]
  const results = await importUsers(hashes.map((password_hash) => user({ password_hash })))
  for (const { username, password, remarks } of results) {
    t.match([password, remarks], ['none', [{ code: 'PASSWORD_NOT_KEPT' }]])
    t.equal((await call('POST', '/api/login', { username, password: 'abc123' })).status, 401)
  }
})

t.test('nobody comes in as an administrator, or under a name that looks like one’s', async (t) => {
  const admin = await registerAdmin()
  const { username } = admin.user
  const alike = username.replace('o', 'о')
  for (const name of [username, username.toUpperCase(), alike]) {
    const [skipped] = await importUsers([user({ username: name, role: 'admin' } as never)])
    t.match(skipped, { outcome: 'skipped', user_id: null }, name)
  }
  const [renamed] = await importUsers([user({ username })], { args: ['--on-clash=rename'] })
  t.match(renamed, { outcome: 'new', username: `${username}-2`, remarks: [{ code: 'USERNAME_TAKEN' }] })
  const role = await db
    .selectFrom('users')
    .select('role')
    .where('id', '=', renamed!.user_id!)
    .executeTakeFirst()
  t.same(role, { role: 'user' })
})

t.test('a number or an address of another account is never taken from that', async (t) => {
  await importUsers([user({ phone: '13700137000', email: 'a@example.cn' })])
  const again = user({ phone: '+86 137 0013 7000', email: 'A@example.cn' })
  t.match(await importUsers([again]), [{ outcome: 'skipped', remarks: [{ code: 'PHONE_TAKEN' }] }])
  const [renamed] = await importUsers([again], { args: ['--on-clash=rename'] })
  t.match(renamed, { outcome: 'new', remarks: [{ code: 'PHONE_TAKEN' }, { code: 'EMAIL_TAKEN' }] })
  const row = await db.selectFrom('users').selectAll().where('id', '=', renamed!.user_id!).executeTakeFirst()
  t.match(row, { phone: null, email: null })
})

t.test('a dry run tells the same, also of two in one file, and stores nothing', async (t) => {
  const lines = [
    user({ username: 'twice' }),
    user({ username: 'Twice' }),
    user({ username: 'bad\u200bname' }),
  ]
  const count = async () =>
    Number(
      (
        await db
          .selectFrom('users')
          .select((eb) => eb.fn.countAll().as('n'))
          .executeTakeFirst()
      )?.n,
    )
  const before = await count()
  const outcomes = (results: LegacyUserResult[]) => results.map(({ outcome, remarks }) => [outcome, remarks])
  const tried = outcomes(await importUsers(lines, { args: ['--dry-run'] }))
  t.equal(await count(), before)
  t.same(outcomes(await importUsers(lines)), tried)
  t.match(tried, [
    ['new'],
    ['skipped', [{ code: 'USERNAME_TAKEN' }]],
    ['skipped', [{ code: 'USERNAME_REFUSED' }]],
  ])
})

t.test('repeated it changes nothing, and lines that were cut off store nothing', async (t) => {
  const one = user({})
  t.same(await importUsers([one], { cut: true }), [])
  const [first] = await importUsers([one])
  t.match(await importUsers([{ ...one, username: 'another' }]), [
    { outcome: 'existing', user_id: first!.user_id },
  ])
  t.match(await importUsers([one, one], { args: ['--source=second'] }), [
    { outcome: 'skipped' },
    { outcome: 'skipped' },
  ])
  await db.deleteFrom('users').where('id', '=', first!.user_id!).execute()
  t.match(await importUsers([one]), [{ outcome: 'deleted', user_id: null }])
})
