import {
  addressSetting,
  nodeOptions,
  type ServiceName,
  serviceDefaults,
  serviceNames,
  services,
  upstreamNames,
  withDatabase,
} from '@lingzhi/contracts/services'
import { namesOf } from '@lingzhi/runtime/load-config'
import type { Schemas } from '../environment/schemas.ts'
import type { Program } from '../platform/programs.ts'
import { notice } from './notice.ts'
import { databasePassword, natsPassword } from './start-servers.ts'

/** What an option is when .env does not set it; every other is blank, which leaves it to the service's own default. */
const defaults: Readonly<Record<string, string>> = {
  ADMIN_USERNAME: 'admin',
  LLM_BASE_URL: 'http://demo-model:8080/v1',
  LLM_MODEL: 'lingzhi-demo',
}

/** What the images or this file decide. */
const decided = new Set(['HOST', 'PORT', 'METRICS_HOST', 'METRICS_PORT', 'NATS_URL', 'NATS_PASSWORD'])

/** docker-compose.yml: the whole platform on one host. Every setting of a schema that it does not decide comes from .env. */
export function composeFile(schemas: Schemas): string {
  const namesIn = (program: Program) =>
    Object.entries(schemas[program].properties)
      .flatMap(([name, setting]) =>
        // One file for a secret, whatever other names it goes by.
        isSecret(setting) ? [{ name, secret: true }] : namesOf(name, setting).map((one) => ({ name: one })),
      )
      .filter(({ name }) => !decided.has(name))
  const everywhere = namesIn('gateway').filter(({ name }) =>
    serviceNames.every((one) => namesIn(one).some((other) => other.name === name)),
  )
  const service = (name: ServiceName) => serviceBlock(name, namesIn(name), everywhere)
  const blocks = [
    head(everywhere),
    ...upstreamNames.flatMap((name) =>
      services[name].database ? [migration(name), service(name)] : [service(name)],
    ),
    ...serviceNames.filter((name) => services[name].public).map(service),
    foot(namesIn('demo-model')),
  ].join('\n')
  return `${blocks}\n${secretFiles(blocks)}`
}

/** A setting, and whether it is handed over as a file. */
type Setting = { name: string; secret?: boolean }

const isSecret = (setting: unknown) => (setting as { secret?: boolean }).secret === true

/** Every secret that a container gets, and the file it comes from. */
function secretFiles(blocks: string): string {
  const names = [...blocks.matchAll(/^ {4}secrets:\s+\[([\w,\s]*)\]$/gm)].flatMap(
    ([, list]) => list!.match(/\w+/g) ?? [],
  )
  const lines = [...new Set(names)].map(
    (name) => `  ${name}: { file: "\${SECRETS_DIR:-./secrets}/${name}" }\n`,
  )
  return `# A file each, which only the containers that name it see.\nsecrets:\n${lines.join('')}`
}

/** Behind a proxy on this machine only it should reach the gateway: PUBLISH_HOST=127.0.0.1. */
const publicPort = `
    ports: ["\${PUBLISH_HOST:-0.0.0.0}:\${PORT:-8080}:8080"]`

/** What no container here needs: capabilities, more of them, a root file system to write to, and processes without end. */
const locked = `
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    read_only: true
    tmpfs: [/tmp]
    pids_limit: 512`

/** The setting `name` from the file of a secret; an empty one counts as not set. */
const fromFile = (name: string, secret = name) => `${name}_FILE: /run/secrets/${secret}`

const databaseUrl = (name: string) =>
  [
    `DATABASE_URL: postgres://lingzhi_${name}@postgres:5432/lingzhi_${name}`,
    fromFile('DATABASE_PASSWORD', databasePassword(name)),
  ].join('\n      ')

/** A blank where nothing is the default: podman-compose 1.0 takes `${NAME:-}` for text, and Docker warns of each bare `${NAME}`. */
const fromEnv = ({ name, secret }: Setting) =>
  secret ? fromFile(name) : `${name}: \${${name}:-${defaults[name] ?? ' '}}`

/** As the formatter would have it: on one line, on one of its own, or on one for each. */
function listed(names: readonly string[]): string {
  const list = `[${names.join(', ')}]`
  if (`    secrets: ${list}`.length <= 110) return ` ${list}`
  if (`      ${list}`.length <= 110) return `\n      ${list}`
  return `\n      [\n${names.map((name) => `        ${name},\n`).join('')}      ]`
}

/** The secrets that the lines of an environment name the files of. */
const secretsIn = (environment: readonly string[]) =>
  listed([...environment.join('\n').matchAll(/_FILE: \/run\/secrets\/(\w+)/g)].map(([, name]) => name!))

function migration(name: ServiceName): string {
  const [first] = withDatabase
  return `  migrate-${name}:${name === first ? ' &migrate' : '\n    <<: *migrate'}
    build: { context: ., args: { SERVICE: ${name} } }
    image: lingzhi/${name}${name === first ? '\n    restart: on-failure' : ''}
    command: [node, services/${name}/src/migrate.ts]
    environment:
      ${databaseUrl(name)}
    secrets:${secretsIn([databaseUrl(name)])}${name === first ? `${locked}\n    mem_limit: 512m\n    networks: [data]\n    depends_on:\n      databases: { condition: service_completed_successfully }` : ''}
`
}

function serviceBlock(name: ServiceName, settings: Setting[], everywhere: Setting[]): string {
  const { database, memoryMb, public: isPublic, redis, secrets, youngMb } = services[name]
  const environment = [
    '<<: *settings',
    `NATS_URL: nats://${name}@nats:4222`,
    fromFile('NATS_PASSWORD', natsPassword(name)),
    ...(database ? [databaseUrl(name)] : []),
    ...(redis ? ['REDIS_URL: redis://redis:6379', fromFile('REDIS_PASSWORD')] : []),
    ...(youngMb === serviceDefaults.youngMb ? [] : [`NODE_OPTIONS: ${nodeOptions(youngMb)}`]),
    ...(isPublic ? upstreamNames.map((one) => `${addressSetting(one)}: http://${one}:8080`) : []),
    ...(isPublic ? [`CONSOLE_DIR: \${CONSOLE_DIR:-/console/current}`] : []),
    ...Object.keys(secrets).map((one) => fromFile(one)),
  ]
  const set = new Set([
    ...everywhere.map((one) => one.name),
    ...environment
      .join('\n')
      .matchAll(/^\s*(\w+?)(?:_FILE)?:/gm)
      .map(([, one]) => one),
  ])
  environment.push(...settings.filter((one) => !set.has(one.name)).map(fromEnv))
  const dependencies = isPublic
    ? upstreamNames.map((one) => `\n      - ${one}`).join('')
    : `\n      <<: *started${database ? `\n      migrate-${name}: { condition: service_completed_successfully }` : ''}`
  return `  ${name}:
    <<: *service
    build: { context: .,${isPublic ? ' target: gateway,' : ''} args: { SERVICE: ${name} } }
    image: lingzhi/${name}
    environment:
      ${environment.join('\n      ')}
    secrets:${secretsIn([...everywhere.map(fromEnv), ...environment])}${isPublic ? publicPort : ''}
    networks: [${database ? 'http, bus, data' : 'http, bus'}]
    mem_limit: ${memoryMb.limit}m
    depends_on:${dependencies}
`
}

const head = (everywhere: Setting[]) => `${notice}#
# The whole platform on one host. Only the gateway is published; metrics are at http://<service>:9464/metrics for a
# Prometheus on the network \`http\`. Every setting of docs/settings.md may stand in \`.env\`. Secrets are files of a folder, one each,
# which \`node scripts/secrets.mjs compose\` makes and completes, the administrator's password (ADMIN_PASSWORD) among them; it takes over
# those that \`.env\` sets. No secret is in a container's environment, where \`inspect\` and every child process would show it.
# More replicas: docker compose up -d --scale chat=3. TLS and monitoring are files of their own beside this one, because an older
# podman-compose knows no profiles: docker compose -f docker-compose.yml -f docker-compose.https.yml up -d, or COMPOSE_FILE in \`.env\`.
name: lingzhi

x-service: &service
  restart: unless-stopped
  init: true
  stop_grace_period: 15s
  logging: { driver: json-file, options: { max-size: 10m, max-file: "3" } }
  cap_drop: [ALL]
  security_opt: ["no-new-privileges:true"]
  read_only: true
  tmpfs: [/tmp]
  pids_limit: 512

# A blank value counts as not set.
x-settings: &settings
  PORT: "8080"
  METRICS_PORT: "9464"
${everywhere.map((one) => `  ${fromEnv(one)}\n`).join('')}
x-started: &started
  postgres: { condition: service_healthy }
  nats: { condition: service_healthy }

services:
  postgres:
    image: postgres:17-alpine
    restart: unless-stopped
    environment:
      POSTGRES_USER: postgres
      POSTGRES_PASSWORD_FILE: /run/secrets/POSTGRES_PASSWORD
    secrets: [POSTGRES_PASSWORD]
    volumes: [postgres:/var/lib/postgresql/data]
    networks: [data]
    mem_limit: \${POSTGRES_MEMORY_MAX:-2g}
    # A process for each connection.
    pids_limit: 1024
    # The image begins as root, to hand the data to its user, and writes its socket where not every engine mounts a tmpfs for it.
    cap_drop: [ALL]
    cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
    security_opt: ["no-new-privileges:true"]
    healthcheck: { test: [CMD, pg_isready, -U, postgres], interval: 5s, timeout: 3s, retries: 20 }

  # At every start: a database and a role for each service, with the password of now.
  databases:
    image: postgres:17-alpine
    restart: on-failure
    user: "70:70"
    entrypoint: [/bin/sh, /create-databases.sh]
    environment:
      PGHOST: postgres
      POSTGRES_USER: postgres
    secrets:${listed(['POSTGRES_PASSWORD', ...withDatabase.map(databasePassword)])}
    volumes: ["./docker/create-databases.sh:/create-databases.sh:ro"]
    networks: [data]
    mem_limit: 256m${locked}
    depends_on:
      postgres: { condition: service_healthy }

  redis:
    image: redis:7-alpine
    restart: unless-stopped
    user: "999:1000"
    entrypoint: [/bin/sh, /start-redis.sh]
    environment:
      REDIS_MAXMEMORY: \${REDIS_MAXMEMORY:-256mb}
    secrets: [REDIS_PASSWORD]
    volumes: ["redis:/data", "./docker/start-redis.sh:/start-redis.sh:ro"]
    networks: [bus]
    # Twice REDIS_MAXMEMORY and more: while it rewrites its file, what changes is there twice.
    mem_limit: \${REDIS_MEMORY_MAX:-1g}${locked}
    healthcheck: { test: [CMD, /bin/sh, /start-redis.sh, ping], interval: 5s, timeout: 3s, retries: 20 }

  nats:
    image: nats:2-alpine
    restart: unless-stopped
    entrypoint: [/bin/sh, /start-nats.sh]
    environment:
      NATS_PREFIX: \${NATS_PREFIX:- }
    secrets:${listed([...serviceNames.map(natsPassword), 'NATS_PASSWORD_OPERATOR'])}
    volumes: ["nats:/data", "./docker/start-nats.sh:/start-nats.sh:ro"]
    networks: [bus]
    mem_limit: \${NATS_MEMORY_MAX:-1g}${locked}
    healthcheck:
      { test: [CMD, wget, -q, -O-, "http://127.0.0.1:8222/healthz"], interval: 5s, timeout: 3s, retries: 20 }
`

const foot = (
  settings: Setting[],
) => `  # Serves while no provider is configured; idle once LLM_BASE_URL points elsewhere.
  demo-model:
    <<: *service
    build: { context: ., args: { SERVICE: demo-model, MAIN: packages/demo-model/src/main.ts } }
    image: lingzhi/demo-model
    mem_limit: 256m
    environment:
${settings.map((one) => `      ${fromEnv(one)}\n`).join('')}    secrets:${secretsIn(settings.map(fromEnv))}
    networks: [http]

# Only the gateway and the services speak HTTP; servers have no way out.
networks:
  http:
  bus: { internal: true }
  data: { internal: true }

volumes:
  postgres:
  redis:
  nats:
`
