import t from 'tap'
import { isAddress, isOneAddress, passwordIn, withoutPasswords, withPassword } from './address.ts'

const passwords = [
  'p@ss/w#rd%41:?',
  'p/w',
  'p#rd',
  'p:?',
  'p%41',
  '$HOME',
  ' a b ',
  '"quoted"',
  '密码',
  "it's",
  '12#4',
  '[::1]',
  '&=;+',
]

t.test('a password of any characters reaches the server as it is', async (t) => {
  for (const password of passwords) {
    for (const address of [
      'redis://h:6379',
      'redis://:@h:6379/1',
      'postgres://me@h/db?a=b',
      'nats://me@h:1,h2:2',
    ]) {
      const given = withPassword(address, password)
      t.ok(isAddress(given), given)
      const [first = ''] = given.split(',')
      t.equal(decodeURIComponent(new URL(first).password), password)
      t.equal(new URL(first).hostname, 'h')
    }
  }
})

t.test('the password in an address wins, and no password changes nothing', async (t) => {
  t.equal(withPassword('redis://:own@h', 'other'), 'redis://:own@h')
  t.equal(withPassword('redis://h', undefined), 'redis://h')
})

t.test(
  'an address whose password was not written as one is refused, every usual form is taken',
  async (t) => {
    for (const password of ['p@ss/w#rd%41:?', 'p/w', 'p#rd', 'p?', '12#4', '12/3', 'p%zz', 'p@s/s'])
      t.notOk(isAddress(`postgres://me:${password}@h:5432/db`), password)
    for (const fine of [
      'postgres://me:p%40@h:5432/db?sslmode=require',
      'postgresql://h',
      'postgres://me@/db?host=/var/run/postgresql',
      'postgres:///db',
      'postgres://me:x@[::1]:5432/db?options=-c%20a%3Db',
      'postgres://%2Fvar%2Frun%2Fpostgresql/db',
      'redis+sentinel://:x@a:26379,b:26379/mymaster',
      'rediss://me:x@h/0',
      'nats://a:1,nats://b:2',
      'postgres://me:x@h/db?user=a@b',
    ])
      t.ok(
        fine.split(',nats').every((_, n, all) => isAddress(n ? `nats${all[n]}` : (all[0] ?? ''))),
        fine,
      )
    for (const wrong of ['redis://h:port', 'redis://h:99999', 'h:6379', 'redis://[::1', 'redis://a b'])
      t.notOk(isAddress(wrong), wrong)
  },
)

t.test('a text for a log holds no password of an address', async (t) => {
  for (const password of ['x', 'p@ss/w#rd', 'a:b'])
    t.notMatch(
      withoutPasswords(`Invalid "redis://:${password}@h" and postgres://me:${password}@h/db.`),
      password,
    )
  t.equal(withoutPasswords('http://h:80/a and b@c'), 'http://h:80/a and b@c')
})

t.test('an address of one server is no list of hosts', async (t) => {
  t.ok(isOneAddress('postgres://me:a%2Cb@h:5432/db?options=a,b'))
  t.notOk(isOneAddress('postgres://me@h1:5432,h2:5432/db'))
})

t.test('the password of an address can be told, in a list the first', async (t) => {
  t.equal(passwordIn('redis://:own@h'), 'own')
  t.equal(passwordIn('nats://a:1, nats://me:own:too@b:2'), 'own:too')
  for (const none of ['redis://h:6379', 'nats://me@h', 'nats://me:@h', ''])
    t.equal(passwordIn(none), '', none)
})
