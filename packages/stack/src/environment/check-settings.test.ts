import t from 'tap'
import { LauncherConfig } from '../platform/settings.ts'
import { checkSettings, faultsTogether } from './check-settings.ts'
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

t.test(
  'what belongs together is judged before anything starts too, and all faults come at once',
  async (t) => {
    const further = (env: NodeJS.ProcessEnv) => faultsTogether(schemas, env)
    const names = async (env: NodeJS.ProcessEnv) => (await further(env)).map(({ en }) => en.split(':')[0])
    t.same(await names({}), [])
    t.same(await names({ LLM_PROVIDERS: '{' }), ['LLM_PROVIDERS'])
    const provider = { name: 'a', base_url: 'https://a.example/v1', api_key_variable: 'A_KEY', models: ['m'] }
    const list = JSON.stringify([provider])
    t.same(await names({ LLM_PROVIDERS: list }), ['A_KEY'])
    t.same(await names({ LLM_PROVIDERS: list, A_KEY: 'k', HTTPS_PROXY: 'socks5://p:1' }), ['HTTPS_PROXY'])
    t.same(await names({ LLM_PROVIDERS: list, A_KEY: 'k' }), [])
    t.same(await names({ HTTPS_PROXY: 'socks5://p:1' }), [], 'no provider, no way to it')
    const bucket = { EXPORT_S3_URL: 'https://s3.example/b' }
    t.same(await names(bucket), ['EXPORT_S3_ACCESS_KEY_ID, EXPORT_S3_SECRET_ACCESS_KEY'])
    const env = { ...bucket, LOG_LEVEL: 'verbose', PORT: 'abc', DATABASE_URL: 'mysql://db' }
    try {
      checkSettings([LauncherConfig, ...Object.values(schemas)], env, await further(env))
      t.fail('they were accepted')
    } catch (error) {
      for (const name of [...Object.keys(env).slice(1), 'EXPORT_S3_ACCESS_KEY_ID'])
        t.match(String(error), new RegExp(`${name}.*: `), name)
      t.match(String(error), 'PORT：必须是 0 到 65535 的整数')
      t.notMatch(String(error), /pattern|verbose|mysql/)
    }
  },
)

t.test('no setting of any program is told as a pattern or by its description alone', async (t) => {
  for (const schema of [LauncherConfig, ...Object.values(schemas)])
    for (const [name, setting] of Object.entries(schema.properties))
      if ('pattern' in setting) t.ok('rule' in setting, `${name} has a rule in words`)
})

t.test('a mail server is a name or an address alone, and a sender has an address', async (t) => {
  for (const SMTP_HOST of ['smtp.example.cn', '10.0.0.5', 'mail', '::1', 'fd00::25', ''])
    t.doesNotThrow(check({ SMTP_HOST }), SMTP_HOST)
  for (const SMTP_HOST of [
    'smtp://smtp.example.cn',
    'smtp.example.cn:587',
    'smtp.example.cn/',
    'me@example.cn',
  ])
    t.throws(check({ SMTP_HOST }), { message: /^SMTP_HOST: .*alone, such as .*SMTP_PORT/ }, SMTP_HOST)
  for (const SMTP_FROM of ['a@example.cn', 'Ling, zhi <a@example.cn>'])
    t.doesNotThrow(check({ SMTP_FROM }), SMTP_FROM)
  t.throws(check({ SMTP_FROM: '灵值' }), { message: /^SMTP_FROM: must hold an address, such as/ })
})
