import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serviceNames, upstreamNames, withDatabase } from '@lingzhi/contracts/services'
import t, { type Test } from 'tap'
import { describeSettings } from '../environment/describe-settings.ts'
import { loadSchemas } from '../environment/schemas.ts'
import type { NatsUrls } from '../infrastructure/nats.ts'
import { openSecrets } from '../infrastructure/secrets.ts'
import { createEnvironments } from './environments.ts'
import { planProcesses } from './plan.ts'
import type { Program } from './programs.ts'
import { readSettings } from './settings.ts'

const schemas = await loadSchemas()
const programs = Object.keys(schemas) as Program[]

const person = {
  LLM_BASE_URL: 'http://model',
  LLM_API_KEY: 'key',
  TIMEZONE: 'UTC',
  DATABASE_URL: 'postgres://admin',
}

async function environments(t: Test, env: NodeJS.ProcessEnv, scale: string[] = []) {
  const settings = readSettings(scale, env)
  return createEnvironments({
    env,
    settings,
    schemas,
    secrets: openSecrets(t.testdir()),
    infrastructure: {
      databaseUrl: 'postgres://admin',
      redisUrl: 'redis://r',
      natsUrl: 'nats://n',
      natsUrls: Object.fromEntries(serviceNames.map((name) => [name, `nats://${name}`])) as NatsUrls,
      natsFolder: undefined,
      servers: [],
      stop: async () => {},
    },
    databases: Object.fromEntries(withDatabase.map((name) => [name, `postgres://${name}`])),
    plan: await planProcesses(settings, 8080),
  })
}

t.test('a secret reaches the service that needs it and no other', async (t) => {
  const { environmentOf } = await environments(t, person)
  t.equal(environmentOf('chat').LLM_API_KEY, 'key')
  t.equal(environmentOf('gateway').LLM_API_KEY, undefined)
  t.equal(environmentOf('gateway').DATABASE_URL, undefined)
  t.equal(environmentOf('auth').DATABASE_URL, 'postgres://auth')
  t.equal(environmentOf('chat').ADMIN_PASSWORD, undefined)
  t.equal(Buffer.from(environmentOf('auth').AUTH_ENCRYPTION_KEY!, 'base64').length, 32)
  t.equal(Buffer.from(environmentOf('gateway').IDEMPOTENCY_SECRET!, 'base64').length, 32)
  t.equal(environmentOf('chat').IDEMPOTENCY_SECRET, undefined)
  t.equal(environmentOf('checkin').TIMEZONE, 'UTC')
  for (const name of serviceNames) t.equal(environmentOf(name).NATS_URL, `nats://${name}`)
})

t.test(
  'no process gets a setting that its own schema does not name, nor anything else of the shell',
  async (t) => {
    const everySetting = programs.flatMap((program) => describeSettings(schemas[program]))
    const values = everySetting.map(({ name, type }) => [
      name,
      type === 'integer' || type === 'number' ? '1' : name,
    ])
    const shell = {
      AWS_SECRET_ACCESS_KEY: 'cloud',
      OPENAI_API_KEY: 'cloud',
      NODE_AUTH_TOKEN: 'registry',
      npm_config_token: 'registry',
      HTTPS_PROXY: 'http://user:password@proxy',
      DATABASE_URL: 'postgres://admin',
      DATABASE_URL_FILE: '/run/secrets/administrator',
    }
    const env = { ...Object.fromEntries(values), ...shell, PATH: '/bin', PORT: '0', DATABASE_PREFIX: 'a_' }
    const { environmentOf, migrationsOf } = await environments(t, env)
    for (const program of programs) {
      const own = new Set(Object.keys(schemas[program].properties))
      const foreign = Object.keys(environmentOf(program)).filter((name) => !own.has(name))
      t.same(foreign.sort(), ['NODE_OPTIONS', 'PATH'], program)
    }
    t.same(environmentOf('gateway').SIGNING_SECRETS, 'SIGNING_SECRETS')
    for (const service of withDatabase) {
      const given = Object.entries(migrationsOf(service)).filter(
        ([name]) => !/^(PATH|LOG_LEVEL|DATABASE_.*_M[SA]X?)$/.test(name),
      )
      t.match(Object.fromEntries(given), { DATABASE_URL: `postgres://${service}` })
      t.equal(migrationsOf(service).ADMIN_PASSWORD, undefined)
      t.equal(migrationsOf(service).NATS_URL, undefined)
      t.equal(migrationsOf(service).DATABASE_URL_FILE, undefined)
    }
  },
)

t.test('every secret that more than one program reads is listed here', async (t) => {
  const holders = new Map<string, string[]>()
  for (const program of programs) {
    for (const { name, secret } of describeSettings(schemas[program]))
      if (secret) holders.set(name, [...(holders.get(name) ?? []), program])
  }
  const shared = Object.fromEntries([...holders].filter(([, of]) => of.length > 1))
  const all = ['gateway', ...upstreamNames]
  t.same(shared, {
    NATS_URL: all,
    REDIS_URL: ['gateway', 'chat'],
    DATABASE_URL: withDatabase,
    // Not used under the launcher, whose addresses hold theirs.
    NATS_PASSWORD: all,
    REDIS_PASSWORD: ['gateway', 'chat'],
    DATABASE_PASSWORD: withDatabase,
    SMTP_PASSWORD: ['auth', 'export'],
    // What a collector of traces asks for, of each that sends some.
    OTEL_EXPORTER_OTLP_HEADERS: all,
  })
  t.match([...holders.keys()], /SECRET|PASSWORD|KEY|_URL/)
  for (const program of programs) {
    for (const { name, secret } of describeSettings(schemas[program])) {
      if (/(SECRETS?|PASSWORD|_KEY)$/.test(name)) t.ok(secret, `${program}: ${name} is marked as a secret`)
    }
  }
})

t.test('the passwords of the launcher’s own way to the servers reach no process', async (t) => {
  const given = { DATABASE_PASSWORD: 'hush', REDIS_PASSWORD: 'hush', NATS_PASSWORD: 'hush' }
  const { environmentOf, migrationsOf } = await environments(t, given)
  for (const program of programs) t.notMatch(JSON.stringify(environmentOf(program)), 'hush')
  for (const service of withDatabase) t.notMatch(JSON.stringify(migrationsOf(service)), 'hush')
})

t.test('the gateway knows every replica, chat the demo model', async (t) => {
  const { environmentOf } = await environments(t, {}, ['--scale', 'chat=2'])
  t.equal(environmentOf('gateway').CHAT_URL!.split(',').length, 2)
  t.match(environmentOf('chat'), {
    LLM_BASE_URL: /^http:\/\/127\.0\.0\.1:\d+\/v1$/,
    LLM_MODEL: 'lingzhi-demo',
  })
})

t.test('a list of providers replaces the demo model, and its keys reach chat alone', async (t) => {
  const list = JSON.stringify([{ name: 'a', base_url: 'http://a', models: ['m'], api_key_variable: 'A_KEY' }])
  const file = `${t.testdirName}/providers.json`
  const settings = [{ LLM_PROVIDERS: list }, { LLM_PROVIDERS_FILE: file }]
  for (const setting of settings) {
    const { environmentOf } = await environments(t, { ...setting, A_KEY: 'secret' })
    writeFileSync(file, list)
    t.equal(environmentOf('chat').A_KEY, 'secret')
    t.match(environmentOf('chat'), setting)
    t.equal(environmentOf('chat').LLM_BASE_URL, undefined, 'no demo model')
    for (const program of programs) {
      if (program !== 'chat') t.equal(environmentOf(program).A_KEY, undefined, program)
    }
  }
  const { environmentOf } = await environments(t, { LLM_PROVIDERS: 'not a list' })
  t.equal(environmentOf('chat').LLM_PROVIDERS, 'not a list', 'chat reports what is wrong with it')
})

t.test('links start with the gateway’s address unless another is given', async (t) => {
  const { environmentOf } = await environments(t, {})
  for (const program of ['auth', 'export'] as const) {
    t.equal(environmentOf(program).PUBLIC_URL, 'http://127.0.0.1:8080', program)
  }
  const given = await environments(t, { PUBLIC_URL: 'https://lingzhi.example' })
  t.equal(given.environmentOf('auth').PUBLIC_URL, 'https://lingzhi.example')
})

t.test('a secret in a given file is used, and none is generated beside it', async (t) => {
  const file = fileURLToPath(import.meta.url)
  const { admin, environmentOf } = await environments(t, { ADMIN_PASSWORD_FILE: file })
  t.equal(admin.password, readFileSync(file, 'utf8').trim())
  t.match(environmentOf('auth'), { ADMIN_PASSWORD_FILE: file, ADMIN_PASSWORD: undefined })
})

t.test('the former name of a setting reaches the services that read it', async (t) => {
  const { environmentOf } = await environments(t, { CHECKIN_TIMEZONE: 'UTC' })
  for (const program of ['chat', 'checkin', 'export'] as const)
    t.equal(environmentOf(program).CHECKIN_TIMEZONE, 'UTC', program)
})
