import t from 'tap'
import { Type } from 'typebox'
import { ConfigError, loadConfig } from './load-config.ts'
import { logSettings, timeZoneSettings } from './settings.ts'

const schema = Type.Object({
  PORT: Type.Integer({ minimum: 1 }),
  FLAG: Type.Boolean({ default: false }),
  SECRET: Type.String({ minLength: 8 }),
  NAME: Type.String({ default: 'lingzhi' }),
})

t.test('text is converted to the type of the schema, and defaults fill in', async (t) => {
  const config = loadConfig(schema, { PORT: '80', FLAG: 'true', SECRET: '12345678', NAME: '' })
  t.same(config, { PORT: 80, FLAG: true, SECRET: '12345678', NAME: 'lingzhi' })
})

t.test('all faults are reported together, each with its setting and never its value', async (t) => {
  try {
    loadConfig(schema, { PORT: 'eighty', SECRET: 'hush' })
    t.fail('it was accepted')
  } catch (err) {
    t.ok(err instanceof ConfigError)
    t.match(String(err), /PORT/)
    t.match(String(err), /SECRET/)
    t.notMatch(String(err), /eighty|hush/)
  }
})

t.test('a setting may come from the file another setting names', async (t) => {
  const dir = t.testdir({ secret: 'from-a-file\n' })
  t.equal(loadConfig(schema, { PORT: '80', SECRET_FILE: `${dir}/secret` }).SECRET, 'from-a-file')
  t.throws(() => loadConfig(schema, { PORT: '80', SECRET_FILE: `${dir}/none` }), /SECRET_FILE/)
})

t.test('a setting is also found under its former name, over which its present one wins', async (t) => {
  const zone = Type.Object(timeZoneSettings)
  t.equal(loadConfig(zone, {}).TIMEZONE, 'Asia/Shanghai')
  t.equal(loadConfig(zone, { CHECKIN_TIMEZONE: 'UTC' }).TIMEZONE, 'UTC')
  t.equal(loadConfig(zone, { CHECKIN_TIMEZONE: 'UTC', TIMEZONE: 'Europe/Berlin' }).TIMEZONE, 'Europe/Berlin')
  t.equal(loadConfig(zone, { CHECKIN_TIMEZONE: 'UTC', TIMEZONE: '' }).TIMEZONE, 'UTC')
  const dir = t.testdir({ zone: 'UTC\n' })
  t.equal(loadConfig(zone, { CHECKIN_TIMEZONE_FILE: `${dir}/zone` }).TIMEZONE, 'UTC')
  t.throws(
    () => loadConfig(zone, { CHECKIN_TIMEZONE: 'Mars' }),
    /CHECKIN_TIMEZONE: must be an IANA time zone/,
  )
})

t.test('a time zone that JavaScript and PostgreSQL would read differently is refused', async (t) => {
  const zone = (TIMEZONE: string) => loadConfig(Type.Object(timeZoneSettings), { TIMEZONE }).TIMEZONE
  for (const name of ['+08:00', '+08', '-0800', 'CET', 'cet', 'IST', 'BST', 'CST'])
    t.throws(() => zone(name), /must be an IANA time zone, such as Asia\/Shanghai/, name)
  for (const name of ['asia/shanghai', 'Etc/GMT-8', 'UTC', 'PRC', 'Singapore', 'America/Argentina/Ushuaia'])
    t.equal(zone(name), name)
})

t.test('a text of the wrong form is told in words, never as a pattern', async (t) => {
  const settings = Type.Object({
    PAIRS: Type.Optional(Type.String({ pattern: '^\\w+=\\w+$', description: 'Pairs, such as a=b.' })),
    URL: Type.Optional(
      Type.String({ pattern: '^redis://', rule: 'must be an address such as redis://host' }),
    ),
  })
  const fault = (env: NodeJS.ProcessEnv) => {
    try {
      return String(loadConfig(settings, env))
    } catch (error) {
      return (error as ConfigError).faults.join()
    }
  }
  t.equal(fault({ PAIRS: 'hush' }), 'PAIRS: must be written as described (Pairs, such as a=b)')
  t.equal(fault({ URL: 'hush' }), 'URL: must be an address such as redis://host')
})

t.test('a value outside a choice is refused with the allowed ones', async (t) => {
  t.throws(
    () => loadConfig(Type.Object(logSettings), { LOG_LEVEL: 'verbose' }),
    /LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent$/,
  )
})

t.test('what copying leaves around a value goes, and an invisible character inside is told', async (t) => {
  const settings = Type.Object({ KEY: Type.Optional(Type.String()), PORT: Type.Optional(Type.Integer()) })
  const key = (text: string) => loadConfig(settings, { KEY: text }).KEY
  for (const text of [
    '\ufeffsk-1',
    'sk-1\r\n',
    '"sk-1"',
    "'sk-1'",
    '“sk-1”',
    '\u200bsk-1\u00a0',
    ' "sk-1" \r',
  ])
    t.equal(key(text), 'sk-1', JSON.stringify(text))
  for (const text of ['"a","b"', '"', `it's`, '[{"a": "b"}]', 'p"w"']) t.equal(key(text), text)
  t.equal(key('""'), undefined)
  t.equal(loadConfig(settings, { PORT: '\u00a080\r' }).PORT, 80)
  t.throws(() => key('sk-\u200b1'), /KEY: holds an invisible character \(U\+200B\); type it anew$/)

  const dir = t.testdir({ secret: Buffer.from('\ufeffsk-1\r\n', 'utf16le') })
  t.equal(loadConfig(settings, { KEY_FILE: `"${dir}/secret"` }).KEY, 'sk-1', 'a file that PowerShell wrote')
})
