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
  LLM_API_KEY: 'demo',
  LLM_MODEL: 'lingzhi-demo',
}

/** What the images or this file decide. */
const decided = new Set(['HOST', 'PORT', 'METRICS_HOST', 'METRICS_PORT', 'NATS_URL', 'NATS_PASSWORD'])

/** docker-compose.yml: the whole platform on one host. Every setting of a schema that it does not decide comes from .env. */
export function composeFile(schemas: Schemas): string {
  const namesIn = (program: Program) =>
    Object.entries(schemas[program].properties)
      .flatMap(([name, setting]) => namesOf(name, setting))
      .filter((name) => !decided.has(name))
  const everywhere = namesIn('gateway').filter((name) =>
    serviceNames.every((one) => namesIn(one).includes(name)),
  )
  const service = (name: ServiceName) => serviceBlock(name, namesIn(name), everywhere)
  return [
    head(everywhere),
    ...upstreamNames.flatMap((name) =>
      services[name].database ? [migration(name), service(name)] : [service(name)],
    ),
    ...serviceNames.filter((name) => services[name].public).map(service),
    foot(namesIn('demo-model')),
  ].join('\n')
}

/** Behind a proxy on this machine only it should reach the gateway: PUBLISH_HOST=127.0.0.1. */
const publicPort = `
    ports: ["\${PUBLISH_HOST:-0.0.0.0}:\${PORT:-8080}:8080"]`

/** What no container here needs: capabilities, more of them, and a root file system to write to. */
const locked = `
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    read_only: true
    tmpfs: [/tmp]`

const required = (name: string, from = name) => `${name}: \${${from}:?set it in .env}`

const databaseUrl = (name: string) =>
  [
    `DATABASE_URL: postgres://lingzhi_${name}@postgres:5432/lingzhi_${name}`,
    required('DATABASE_PASSWORD', databasePassword(name)),
  ].join('\n      ')

/** A blank where nothing is the default: podman-compose 1.0 takes `${NAME:-}` for text, and Docker warns of each bare `${NAME}`. */
const fromEnv = (name: string) => `${name}: \${${name}:-${defaults[name] ?? ' '}}`

function migration(name: ServiceName): string {
  const [first] = withDatabase
  return `  migrate-${name}:${name === first ? ' &migrate' : '\n    <<: *migrate'}
    build: { context: ., args: { SERVICE: ${name} } }
    image: lingzhi/${name}${name === first ? '\n    restart: on-failure' : ''}
    command: [node, services/${name}/src/migrate.ts]
    environment:
      ${databaseUrl(name)}${name === first ? `${locked}\n    networks: [data]\n    depends_on:\n      databases: { condition: service_completed_successfully }` : ''}
`
}

function serviceBlock(name: ServiceName, settings: string[], everywhere: string[]): string {
  const { database, memoryMb, public: isPublic, redis, secrets, youngMb } = services[name]
  const environment = [
    '<<: *settings',
    `NATS_URL: nats://${name}@nats:4222`,
    required('NATS_PASSWORD', natsPassword(name)),
    ...(database ? [databaseUrl(name)] : []),
    ...(redis ? ['REDIS_URL: redis://redis:6379', required('REDIS_PASSWORD')] : []),
    ...(youngMb === serviceDefaults.youngMb ? [] : [`NODE_OPTIONS: ${nodeOptions(youngMb)}`]),
    ...(isPublic ? upstreamNames.map((one) => `${addressSetting(one)}: http://${one}:8080`) : []),
    ...(isPublic ? [`CONSOLE_DIR: \${CONSOLE_DIR:-/console/current}`] : []),
    ...Object.keys(secrets).map((one) => required(one)),
  ]
  const set = new Set([
    ...everywhere,
    ...environment
      .join('\n')
      .matchAll(/^\s*(\w+):/gm)
      .map(([, one]) => one),
  ])
  environment.push(...settings.filter((one) => !set.has(one)).map(fromEnv))
  const dependencies = isPublic
    ? upstreamNames.map((one) => `\n      - ${one}`).join('')
    : `\n      <<: *started${database ? `\n      migrate-${name}: { condition: service_completed_successfully }` : ''}`
  return `  ${name}:
    <<: *service
    build: { context: .,${isPublic ? ' target: gateway,' : ''} args: { SERVICE: ${name} } }
    image: lingzhi/${name}
    environment:
      ${environment.join('\n      ')}${isPublic ? publicPort : ''}
    networks: [${database ? 'http, bus, data' : 'http, bus'}]
    mem_limit: ${memoryMb.limit}m
    depends_on:${dependencies}
`
}

const head = (everywhere: string[]) => `${notice}#
# The whole platform on one host. Only the gateway is published; metrics are at http://<service>:9464/metrics for a
# Prometheus on the network \`http\`. Secrets come from the environment or from \`.env\`, which \`node scripts/secrets.mjs compose\`
# makes or completes, the administrator's password (ADMIN_PASSWORD) among them: every setting of docs/settings.md may stand
# there. Passwords may hold any characters; in \`.env\` put single quotes around one with a dollar sign, a hash sign or a
# space, because Compose replaces \`$NAME\` elsewhere.
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

# A blank value counts as not set.
x-settings: &settings
  PORT: "8080"
  METRICS_PORT: "9464"
${everywhere.map((name) => `  ${fromEnv(name)}\n`).join('')}
x-started: &started
  postgres: { condition: service_healthy }
  nats: { condition: service_healthy }

services:
  postgres:
    image: postgres:17-alpine
    restart: unless-stopped
    environment:
      POSTGRES_USER: postgres
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?set it in .env}
    volumes: [postgres:/var/lib/postgresql/data]
    networks: [data]
    mem_limit: \${POSTGRES_MEMORY_MAX:-2g}
    # The image begins as root, to hand the data to its user, and writes its socket where not every engine mounts a tmpfs for it.
    cap_drop: [ALL]
    cap_add: [CHOWN, DAC_OVERRIDE, FOWNER, SETGID, SETUID]
    security_opt: ["no-new-privileges:true"]
    healthcheck: { test: [CMD, pg_isready, -U, postgres], interval: 5s, timeout: 3s, retries: 20 }

  # At every start: a database and a role for each service, with the password that .env has now.
  databases:
    image: postgres:17-alpine
    restart: on-failure
    user: "70:70"
    entrypoint: [/bin/sh, /create-databases.sh]
    environment:
      PGHOST: postgres
      POSTGRES_USER: postgres
      PGPASSWORD: \${POSTGRES_PASSWORD:?set it in .env}
${withDatabase.map((name) => `      ${required(databasePassword(name))}\n`).join('')}    volumes: ["./docker/create-databases.sh:/create-databases.sh:ro"]
    networks: [data]${locked}
    depends_on:
      postgres: { condition: service_healthy }

  redis:
    image: redis:7-alpine
    restart: unless-stopped
    user: "999:1000"
    entrypoint: [/bin/sh, /start-redis.sh]
    environment:
      REDIS_PASSWORD: \${REDIS_PASSWORD:?set it in .env}
      REDISCLI_AUTH: \${REDIS_PASSWORD:?set it in .env}
      REDIS_MAXMEMORY: \${REDIS_MAXMEMORY:-256mb}
    volumes: ["redis:/data", "./docker/start-redis.sh:/start-redis.sh:ro"]
    networks: [bus]
    # Twice REDIS_MAXMEMORY and more: while it rewrites its file, what changes is there twice.
    mem_limit: \${REDIS_MEMORY_MAX:-1g}${locked}
    # -e: a refusal, as of a wrong password, is a failure.
    healthcheck: { test: [CMD, redis-cli, -e, ping], interval: 5s, timeout: 3s, retries: 20 }

  nats:
    image: nats:2-alpine
    restart: unless-stopped
    entrypoint: [/bin/sh, /start-nats.sh]
    environment:
      NATS_PREFIX: \${NATS_PREFIX:- }
${serviceNames.map((name) => `      ${required(natsPassword(name))}\n`).join('')}    volumes: ["nats:/data", "./docker/start-nats.sh:/start-nats.sh:ro"]
    networks: [bus]
    mem_limit: \${NATS_MEMORY_MAX:-1g}${locked}
    healthcheck:
      { test: [CMD, wget, -q, -O-, "http://127.0.0.1:8222/healthz"], interval: 5s, timeout: 3s, retries: 20 }
`

const foot = (
  settings: string[],
) => `  # Serves while no provider is configured; idle once LLM_BASE_URL points elsewhere.
  demo-model:
    <<: *service
    build: { context: ., args: { SERVICE: demo-model, MAIN: packages/demo-model/src/main.ts } }
    image: lingzhi/demo-model
    mem_limit: 256m
    environment:
${settings.map((name) => `      ${fromEnv(name)}\n`).join('')}    networks: [http]

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
