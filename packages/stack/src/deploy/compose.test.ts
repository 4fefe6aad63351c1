import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { serviceNames, withDatabase } from '@lingzhi/contracts/services'
import { MigrationConfig } from '@lingzhi/db/settings'
import { withPassword } from '@lingzhi/runtime/address'
import { loadConfig, namesOf } from '@lingzhi/runtime/load-config'
import t from 'tap'
import { parse } from 'yaml'
import { loadSchemas } from '../environment/schemas.ts'
import { settingOf } from '../environment/setting-of.ts'
import type { Program } from '../platform/programs.ts'
import { composeFile } from './compose.ts'
import { unknownPlaceholders } from './compose-grammar.ts'
import { databasePassword, natsPassword } from './start-servers.ts'

type Container = {
  environment?: Record<string, string>
  secrets?: string[]
  command?: string[]
  healthcheck?: { test: string[] }
  networks?: string[]
  cap_drop?: string[]
  security_opt?: string[]
  read_only?: boolean
  ports?: string[]
  volumes?: string[]
  mem_limit?: string
  pids_limit?: number
}
type Services = Record<string, Container>

const schemas = await loadSchemas()
const { services, secrets } = parse(composeFile(schemas), { merge: true }) as {
  services: Services
  secrets: Record<string, { file: string }>
}

/** What Compose makes of a value, the file parsed first: `${NAME:-else}` and `${NAME:?message}`. */
const filled = (text: string, env: Record<string, string>) =>
  text.replaceAll(
    /\$\{(\w+)(?::[-?]([^}]*))?\}/g,
    (all, name: string, otherwise = '') =>
      env[name] || (all.includes(':?') ? t.fail(`${name} is not set`) && '' : otherwise),
  )
/** A container's environment, with the files of its secrets where a test can read them. */
const environmentOf = (container: string, env: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(services[container]?.environment ?? {}).map(([name, text]) => [
      name,
      filled(text, env).replace(/^\/run\/secrets\/(\w+)$/, (_, secret: string) => {
        if (!services[container]?.secrets?.includes(secret) || !secrets[secret])
          t.fail(`${container} gets no file of ${secret}`)
        const file = join(folder, secret)
        writeFileSync(file, env[secret] ?? '')
        return file
      }),
    ]),
  )
const folder = t.testdir({})

const password = 'p@ss/w#rd%41:?$HOME "x\''
const needed: Record<string, string> = {
  POSTGRES_PASSWORD: password,
  ...Object.fromEntries(withDatabase.map((name) => [databasePassword(name), `${password} ${name}`])),
  REDIS_PASSWORD: password,
  ...Object.fromEntries(serviceNames.map((name) => [natsPassword(name), `${password} ${name}`])),
  ADMIN_PASSWORD: password,
  AUTH_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  EXPORT_LINK_SECRET: Buffer.alloc(32).toString('base64'),
  FILES_LINK_SECRET: Buffer.alloc(32).toString('base64'),
}

t.test('no placeholder is one that podman-compose 1.0 leaves as it stands', async (t) => {
  t.same(unknownPlaceholders(composeFile(schemas)), [])
  const others = 'a: %{A:-}\nb: %{B-b} %C %%D %{E:?why}\n# %{F:-}\nc: "%{G:+g}"'.replaceAll('%', '$')
  t.equal(unknownPlaceholders(others).length, 2, 'the first and the last would be noticed')
})

/** Its own functions, on the interpreter of its package: they start no container. */
const podmanCompose = `
import json, sys, yaml, podman_compose as it
print(json.dumps(it.rec_subs(yaml.safe_load(sys.stdin), it.dotenv_to_dict(sys.argv[1]))))`
const python = '/usr/bin/python3'
const absent = spawnSync(python, ['-c', 'import podman_compose']).status !== 0 && 'podman-compose is not here'

t.test('what podman-compose makes of the file and of .env', { skip: absent }, async (t) => {
  const given = { ...needed, REDIS_PASSWORD: 'p@ss/w#rd$1', CORS_ORIGINS: 'https://one.example' }
  const lines = Object.entries(given).map(([name, value]) => `${name}='${value.replaceAll("'", '')}'\n`)
  const dotEnv = join(t.testdir({}), '.env')
  writeFileSync(dotEnv, lines.join(''))
  const { stdout, stderr } = spawnSync(python, ['-c', podmanCompose, dotEnv], {
    input: composeFile(schemas),
    encoding: 'utf8',
  })
  if (!stdout) return t.fail(stderr)
  const read = JSON.parse(stdout) as { services: Services; secrets: typeof secrets }
  const ofSecrets = (name: string) =>
    Object.fromEntries(Object.entries(environmentOf(name, needed)).filter(([one]) => one.endsWith('_FILE')))
  for (const name of serviceNames) {
    const environment = read.services[name]?.environment ?? {}
    t.notMatch(Object.values(environment), /\$\{/, name)
    t.doesNotThrow(() => loadConfig(schemas[name], { ...environment, ...ofSecrets(name) }), name)
  }
  t.equal(read.services.gateway?.environment?.CORS_ORIGINS, 'https://one.example')
  t.equal(read.secrets.REDIS_PASSWORD?.file, './secrets/REDIS_PASSWORD')
})

t.test('with nothing in .env but the secrets every service finds its settings', async (t) => {
  for (const name of serviceNames)
    t.doesNotThrow(() => loadConfig(schemas[name], environmentOf(name, needed)), name)
  for (const name of withDatabase)
    t.doesNotThrow(() => loadConfig(MigrationConfig, environmentOf(`migrate-${name}`, needed)), name)
})

t.test('every setting of every program reaches it from .env', async (t) => {
  const decided =
    /^(HOST|PORT|METRICS_HOST|METRICS_PORT|(DATABASE|REDIS|NATS|AUTH|CHAT|CHECKIN|EXPORT|FILES|LEARNING)_URL|(DATABASE|NATS)_PASSWORD)$/
  for (const program of [...serviceNames, 'demo-model'] as Program[]) {
    for (const [setting, schema] of Object.entries(schemas[program].properties)) {
      for (const name of namesOf(setting, schema)) {
        if (decided.test(name)) continue
        const given = environmentOf(program, { ...needed, [name]: 'given' })
        if (!(schema as { secret?: boolean }).secret) t.equal(given[name], 'given', `${program} ${name}`)
        else if (name === setting) t.equal(settingOf(given, name), 'given', `${program} ${name}`)
      }
    }
  }
  const { LLM_FIRST_TOKEN_TIMEOUT_MS } = loadConfig(
    schemas.chat,
    environmentOf('chat', { ...needed, LLM_FIRST_TOKEN_TIMEOUT_MS: '300000' }),
  ) as Record<string, unknown>
  t.equal(LLM_FIRST_TOKEN_TIMEOUT_MS, 300_000)
})

t.test('passwords of any characters reach the servers and the services alike', async (t) => {
  for (const [setting, container] of [
    ['DATABASE', 'chat'],
    ['DATABASE', 'migrate-auth'],
    ['REDIS', 'gateway'],
    ['NATS', 'export'],
  ] as const) {
    const env = environmentOf(container, needed)
    const address = withPassword(env[`${setting}_URL`] ?? '', settingOf(env, `${setting}_PASSWORD`))
    const owner = container.replace('migrate-', '')
    const expected = setting === 'REDIS' ? password : `${password} ${owner}`
    t.equal(decodeURIComponent(new URL(address).password), expected, `${container} ${setting}`)
  }
  for (const name of withDatabase)
    t.ok(services.databases?.secrets?.includes(databasePassword(name)), databasePassword(name))
  for (const name of serviceNames) {
    t.ok(services.nats?.secrets?.includes(natsPassword(name)), natsPassword(name))
    t.equal(new URL(environmentOf(name, needed).NATS_URL ?? '').username, name)
  }
  t.same(services.redis?.secrets, ['REDIS_PASSWORD'])
})

t.test('no password is on a command line', async (t) => {
  for (const [name, { command = [], healthcheck }] of Object.entries(services))
    t.notMatch([...command, ...(healthcheck?.test ?? [])].join(' '), /(?<!\$)\$\{|--pass|-a /, name)
})

t.test(
  'every container is without new privileges, capabilities but those to hand data over, and a root file system to write to but PostgreSQL’s',
  async (t) => {
    for (const [name, one] of Object.entries(services)) {
      const { cap_drop, security_opt, read_only, networks, ports } = one
      t.match(
        { cap_drop, security_opt, read_only },
        {
          cap_drop: ['ALL'],
          security_opt: ['no-new-privileges:true'],
          read_only: name === 'postgres' ? undefined : true,
        },
        name,
      )
      t.equal(ports !== undefined, name === 'gateway', `${name} is published`)
      t.ok((networks ?? []).length > 0, `${name} is on networks that are named`)
      t.ok(one.mem_limit, `${name} has a limit of memory`)
      t.ok(one.pids_limit, `${name} has a limit of processes`)
    }
    const reaches = (name: string, network: string) => services[name]?.networks?.includes(network)
    t.notOk(reaches('gateway', 'data'))
    t.notOk(reaches('demo-model', 'bus'))
  },
)

t.test('a password reaches only those who use it', async (t) => {
  for (const name of serviceNames) {
    const own = services[name]?.secrets ?? []
    t.notOk(own.includes('POSTGRES_PASSWORD'))
    for (const other of serviceNames.filter((one) => one !== name))
      t.notOk(own.includes(natsPassword(other)) || own.includes(databasePassword(other)), `${name}, ${other}`)
  }
  t.notOk(services.checkin?.secrets?.includes('REDIS_PASSWORD'))
})

t.test('no secret is in a container’s environment, and each that a container names has a file', async (t) => {
  const secret = new Set(
    Object.values(schemas).flatMap(({ properties }) =>
      Object.entries(properties).flatMap(([name, schema]) =>
        (schema as { secret?: boolean }).secret ? namesOf(name, schema) : [],
      ),
    ),
  )
  for (const [name, { environment = {}, secrets: own = [] }] of Object.entries(services)) {
    for (const [setting, value] of Object.entries(environment))
      t.notOk(
        /(^|_)PASSWORD(_(?!FILE$)[A-Z]+)?$/.test(setting) || (secret.has(setting) && value.includes('$')),
        `${name} ${setting}`,
      )
    for (const one of own) t.match(secrets[one]?.file, `/${one}`, name)
  }
})

t.test(
  'TLS and monitoring are as locked as the rest, and monitoring is published to this machine alone',
  async (t) => {
    const root = join(import.meta.dirname, '../../../..')
    const more = ['https', 'monitoring'].map((name) =>
      readFileSync(join(root, `docker-compose.${name}.yml`), 'utf8'),
    )
    for (const text of more) t.same(unknownPlaceholders(text), [])
    const added = more.map((text) => (parse(text) as { services: Services }).services)
    for (const [name, one] of added.flatMap((services) => Object.entries(services))) {
      t.match(
        one,
        { cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], read_only: true, networks: ['http'] },
        name,
      )
      t.ok(one.mem_limit, name)
      t.ok(one.pids_limit, name)
      for (const place of (one.volumes ?? []).filter((volume) => volume.startsWith('./')))
        t.ok(existsSync(join(root, place.split(':')[0]!)), place)
      if (name !== 'caddy') t.match(one.ports, [/^127\.0\.0\.1:/], name)
    }
  },
)
