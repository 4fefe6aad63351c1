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
