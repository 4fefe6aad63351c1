import t from 'tap'
import { banner } from './banner.ts'

const usable = { username: 'admin', password: 'generated-once', state: 'usable', created: true } as const
const facts = {
  url: 'http://127.0.0.1:8080',
  admin: usable,
  keptIn: '/data/secrets.json',
  onTerminal: true,
  model: { described: 'the demo model', fault: undefined },
  tookMs: 6_100,
}

t.test('the generated password is shown once: on a terminal, when the account was made', async (t) => {
  t.match(banner(facts), /admin \/ generated-once/)
  t.match(banner(facts), '"password":"generated-once"')
  for (const other of [
    { ...facts, onTerminal: false },
    { ...facts, admin: { ...usable, created: false } },
    { ...facts, keptIn: undefined },
  ])
    t.notMatch(banner(other), 'generated-once')
})

t.test('else it says where the password is, and how to get in again', async (t) => {
  const logged = banner({ ...facts, onTerminal: false })
  t.match(logged, 'its password is "adminPassword" in /data/secrets.json')
  const later = banner({ ...facts, admin: { ...usable, created: false } })
  t.match(later, /secrets\.json; forgotten\? npm run admin/)
  t.match(banner({ ...facts, keptIn: undefined }), 'with the password in ADMIN_PASSWORD')
})

t.test('what the settings hold and is not true is never told as a fact', async (t) => {
  const told = (
    state: 'other_password' | 'inactive' | 'no_administrator' | 'missing' | 'unknown',
    keptIn = true,
  ) =>
    banner({
      ...facts,
      admin: { username: 'admin', state, created: false },
      keptIn: keptIn ? facts.keptIn : undefined,
    })
  t.match(told('other_password'), /another than the one this run knows.*; forgotten\? npm run admin/)
  t.match(told('other_password', false), /is not ADMIN_PASSWORD/)
  t.match(told('inactive'), /deactivated; npm run admin/)
  t.match(told('no_administrator'), /ADMIN_USERNAME \(admin\) is the name of an ordinary user/)
  t.match(told('missing'), /none; npm run admin -- <name>/)
  t.match(told('unknown'), /admin; forgotten\? npm run admin/)
  t.match(told('other_password'), '"password":"…"')
})

t.test('a model that cannot be used is told under its name', async (t) => {
  const told = banner({
    ...facts,
    model: { described: 'm at https://m.example', fault: 'the key is refused' },
  })
  t.match(told, /Model {10}m at https:\/\/m\.example\n +cannot be used: the key is refused\n/)
})
