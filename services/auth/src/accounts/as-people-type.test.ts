import t from 'tap'
import { password, startTestApp } from '../test-app.ts'

/** One service for all tests of this file: each has users of its own. */
const shared = await startTestApp(t)
const attempt = async (path: string, payload: object) => {
  const { status, error_code, data, errors, message } = await shared.call('POST', path, {
    password,
    ...payload,
  })
  return { status, error_code, errors, message, id: data?.user.id, user: data?.user }
}

const numbers = [
  ...['+8613800000000', '+86 138 0000 0000', '86-138-0000-0000', '008613800000000', '138 0000 0000'],
  ...[
    '１３８００００００００',
    '＋８６　１３８００００００００',
    '\u202a13800000000\u202c',
    '138\u00a00000\u00a00000',
  ],
  ...[
    '(+86) 138-0000-0000',
    '+86(0)138.0000.0000',
    '138–0000–0000',
    '\ufeff138\u200b00000000',
    'tel:+8613800000000',
  ],
  ...['13800000000\n', ' 8613800000000 '],
]

t.test('a phone number is one account’s, however it is typed, in every field that takes it', async (t) => {
  const { id, user } = await attempt('/api/register', { username: 'lan', phone: numbers[1] })
  t.equal(user.phone, '13800000000')
  const admin = await shared.registerAdmin()
  for (const [n, phone] of numbers.entries()) {
    t.match(await attempt('/api/register', { username: `lan ${n}`, phone }), {
      status: 409,
      error_code: 'PHONE_EXISTS',
    })
    t.match(await attempt('/api/register', { username: phone }), { error_code: 'USERNAME_EXISTS' }, phone)
    for (const field of ['phone', 'username'])
      t.match(await attempt('/api/login', { [field]: phone }), { status: 200, id }, `${field} ${phone}`)
    const q = encodeURIComponent(phone.trim())
    const found = await shared.call('GET', `/api/admin/users?q=${q}`, undefined, admin.headers)
    t.match(found.data.users, [{ id }], `searched as ${phone}`)
  }
  const part = await shared.call('GET', `/api/admin/users?q=${encodeURIComponent('+86 138 0')}`, undefined, {
    ...admin.headers,
  })
  t.match(part.data.users, [{ id }], 'found by its beginning')
  const { headers } = await shared.register()
  const put = (phone: string) =>
    shared.call('PUT', '/api/user/profile', { phone, current_password: password }, headers)
  t.match(await put('+86 138-0000-0000'), { error_code: 'PHONE_EXISTS' })
  t.match(await put('+86 139-0000-0099'), { status: 200, data: { phone: '13900000099' } })
})

t.test('a number of another country is refused in words that say so', async (t) => {
  for (const phone of ['+13800138000', '+852 5123 4567', '+1 (202) 555-0100', '12345', '138000000001']) {
    const refused = await attempt('/api/register', { username: 'far away', phone })
    t.match(
      refused,
      { status: 400, error_code: 'INVALID_PHONE_FORMAT', errors: [{ message: /大陆/ }] },
      phone,
    )
  }
})

t.test('an e-mail address is one account’s, however it was copied', async (t) => {
  const { id, user } = await attempt('/api/register', { username: 'mei', email: ' Mei@Example.COM ' })
  t.equal(user.email, 'Mei@Example.COM')
  const spellings = [
    ...[
      'mei@example.com',
      'MEI＠example．com',
      'mei＠example。com',
      'mailto:mei@example.com',
      '杨梅 <mei@example.com>',
    ],
    ...['<mei@example.com>', 'mei @ example.com', 'mei@example.com,', 'mailto:mei@example.com?subject=x'],
    ...['\u200bmei@example.com', 'mei@exam\u00adple.com', 'mei@example.com\n'],
  ]
  for (const email of spellings) {
    t.match(await attempt('/api/login', { username: email }), { status: 200, id }, email)
    t.match(await attempt('/api/register', { username: 'm', email }), { error_code: 'EMAIL_EXISTS' }, email)
  }
  const other = await attempt('/api/register', { username: 'far', email: 'far@xn--fsqu00a.xn--fiqs8s' })
  t.equal(other.user.email, 'far@例子.中国')
  t.match(await attempt('/api/login', { email: 'far@例子。中国' }), { id: other.id })
  for (const email of [
    'mei liu@example.com',
    'mei@',
    '@example.com',
    'mei@example',
    'a@b@c.com',
    'mei@exa mple.com',
  ])
    t.match(
      await attempt('/api/register', { username: 'm', email }),
      { error_code: 'INVALID_EMAIL_FORMAT' },
      email,
    )
})

t.test('no name is taken that could pass for another’s', async (t) => {
  t.match(await attempt('/api/register', { username: '小明' }), { status: 201 })
  const unseen = [
    ...[
      '小\u200b明',
      '\u202e小明',
      '小明\ufe0f',
      '小\u00ad明',
      '小\u2060明',
      '小\u3164明',
      '小明\u{e0041}',
      'a\u200cb',
    ],
    ...[
      'adm\u200bin',
      '小\u115f明',
      '小\u1160明',
      '\u2800小明',
      'a\u034fb',
      'a\u061cb',
      'a\u180eb',
      '小\ufeff明',
      'a\u{e0100}',
    ],
    ...['a\u2066b\u2069', 'a\u206fb', '\ue000', 'a\u0007b', 'a\u200d', '\uffa0a', 'a\ufffeb'],
  ]
  for (const username of unseen) {
    const refused = await attempt('/api/register', { username })
    t.match(
      refused,
      { status: 400, message: /看不见/, errors: [{ path: 'username', message: /看不见/ }] },
      escape(username),
    )
  }
  for (const username of ['\u200b', '\u2800\u3164', '\u00a0 \u3000', '\u2060\u00ad'])
    t.match(await attempt('/api/register', { username }), { status: 400, errors: [{ message: /空白/ }] })
  for (const username of ['\u0301', '\u0301a', `a${'\u0301'.repeat(6)}`])
    t.match(await attempt('/api/register', { username }), { status: 400, errors: [{ message: /组合/ }] })
  for (const username of ['аdmin', 'pаypal', 'αdmin', '小аdmin', 'ａdmіn'])
    t.match(
      await attempt('/api/register', { username }),
      { status: 400, errors: [{ message: /混用/ }] },
      username,
    )
  t.match(await attempt('/api/register', { username: 'caf\u0065\u0301' }), { status: 201 })
  t.match(await attempt('/api/register', { username: 'café' }), { error_code: 'USERNAME_EXISTS' })
  for (const username of [
    'Иван',
    'Ελένη',
    '山田 太郎',
    'Ann α',
    '김철수',
    '小明 ❤️',
    '👨‍👩‍👧',
    'نورا',
    'देवनागरी',
  ])
    t.match(await attempt('/api/register', { username }), { status: 201 }, username)
  t.match(await attempt('/api/register', { username: '小明 ❤' }), { error_code: 'USERNAME_EXISTS' })
  t.match(await attempt('/api/login', { username: '小明 ❤️' }), { status: 200 })
  t.match(await attempt('/api/register', { username: '小明\u3000\u3000❤' }), {
    error_code: 'USERNAME_EXISTS',
  })
})

t.test('whoever has a name that is refused today keeps it, and logs in with it', async (t) => {
  const { register, call, db } = shared
  const { user, headers } = await register()
  const old = '小\u200b红'
  await db.updateTable('users').set({ username: old }).where('id', '=', user.id).execute()
  const own = db.updateTable('user_identifiers').where('user_id', '=', user.id).where('kind', '=', 'username')
  await own.set({ value: old }).execute()
  const twin = await register({ username: '小红' })
  t.match(await attempt('/api/login', { username: old }), { id: user.id })
  t.match(await attempt('/api/login', { username: '小红' }), { id: twin.user.id })
  const put = (body: object) => call('PUT', '/api/user/profile', body, headers)
  t.match(await put({ bio: 'mine' }), { status: 200, data: { username: old } })
  t.match(await put({ username: old, bio: 'still mine' }), { status: 200 })
  t.match(await attempt('/api/login', { username: old }), { id: user.id })
  t.match(await put({ username: '小\u200b白' }), { status: 400 })
  t.match(
    await attempt('/api/login', { username: '\u202a小红\u202c' }),
    { id: twin.user.id },
    'pasted with marks',
  )
})
