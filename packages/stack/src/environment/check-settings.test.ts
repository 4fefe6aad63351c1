import t from 'tap'
import { checkSettings } from './check-settings.ts'
import { knownNames } from './known-names.ts'
import { loadSchemas } from './schemas.ts'

const schemas = await loadSchemas()
const check = (env: NodeJS.ProcessEnv) => () => checkSettings(Object.values(schemas), env)

t.test('what is not set is no fault, and what is right neither', async (t) => {
  t.doesNotThrow(check({}))
  t.doesNotThrow(check({ TIMEZONE: 'Europe/Berlin', LOG_LEVEL: 'debug', PORT: '0', SMTP_PORT: '25' }))
})

t.test('one fault is one sentence, whichever services read the setting', async (t) => {
  const rule = 'must be an IANA time zone, such as Asia/Shanghai.'
  t.throws(check({ TIMEZONE: 'Asia/Shangai' }), { name: 'Fault', message: `TIMEZONE: ${rule}` })
  t.throws(check({ CHECKIN_TIMEZONE: 'Mars' }), { name: 'Fault', message: `CHECKIN_TIMEZONE: ${rule}` })
  t.doesNotThrow(check({ TIMEZONE: 'UTC', CHECKIN_TIMEZONE: 'Mars' }), 'TIMEZONE wins')
  t.throws(check({ LOG_LEVEL: 'verbose' }), {
    message: 'LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent.',
  })
})

t.test('several faults come together, without their values', async (t) => {
  const env = { LOG_LEVEL: 'verbose', LLM_BASE_URL: 'hush', SIGNING_SECRETS: 'hush', SMTP_PORT: 'hush' }
  try {
    check(env)()
    t.fail('it was accepted')
  } catch (error) {
    for (const name of Object.keys(env)) t.match(String(error), new RegExp(`${name}: must`))
    t.notMatch(String(error), /hush|verbose/)
  }
})

t.test('proxies and origins that nothing could match are told by name before anything starts', async (t) => {
  for (const wrong of [
    'nginx',
    '10.0.0.0/99',
    '10.0.0.0/0',
    '10.0.0.1/8/8',
    '10.0.0.0/8 172.16.0.0/12',
    'true',
  ])
    t.throws(check({ TRUSTED_PROXIES: wrong }), /^TRUSTED_PROXIES: must be a number of proxies, or/, wrong)
  for (const right of ['1', '10.0.0.0/8, fd00::/8', '10.0.0.0/255.0.0.0', 'loopback', '::1', '10.0.0.1,'])
    t.doesNotThrow(check({ TRUSTED_PROXIES: right }), right)
  for (const wrong of [
    '*',
    'app.example.cn',
    'https://a.example/app',
    'https://*.example.cn',
    'https://a.example:x',
  ])
    t.throws(check({ CORS_ORIGINS: wrong }), /^CORS_ORIGINS: must be origins such as/, wrong)
  for (const right of [
    'https://App.example:443/, http://localhost:5173',
    'capacitor://localhost',
    'app://obsidian.md',
  ])
    t.doesNotThrow(check({ CORS_ORIGINS: right }), right)
})

t.test(
  'every setting, its file and its former name is known, and the keys a list of providers names',
  async (t) => {
    const list = JSON.stringify([{ api_key_variable: 'MY_KEY' }])
    const known = knownNames(schemas, { LLM_PROVIDERS: list })
    for (const name of [
      'CHECKIN_TIMEZONE',
      'SMTP_PASSWORD_FILE',
      'DATA_DIR',
      'DEMO_MODEL_CONTROL',
      'MY_KEY',
      'NATS_PASSWORD',
    ])
      t.ok(known.has(name), name)
    t.notOk(known.has('OTHER_KEY'))
  },
)

t.test(
  'an address whose password was not written as one is told by name and rule, never by value',
  async (t) => {
    for (const [name, scheme] of [
      ['DATABASE', 'postgres'],
      ['REDIS', 'redis'],
      ['NATS', 'nats'],
    ]) {
      for (const password of ['SECRETp/w', 'SECRETp#rd', 'SECRETp?', 'SECRET%zz', 'SECRET:12/3@x']) {
        try {
          check({ [`${name}_URL`]: `${scheme}://me:${password}@127.0.0.1:6379` })()
          t.fail(`${name} ${password} was accepted`)
        } catch (error) {
          t.match(String(error), `${name}_URL: must be an address`)
          t.match(String(error), `${name}_PASSWORD`)
          t.notMatch(String(error), 'SECRET')
        }
      }
      t.doesNotThrow(check({ [`${name}_URL`]: `${scheme}://me@h:1`, [`${name}_PASSWORD`]: 'p@ss/w#rd%41:?' }))
    }
  },
)
