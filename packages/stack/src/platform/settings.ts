import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { addressRule } from '@lingzhi/runtime/address'
import { ConfigError, loadConfig } from '@lingzhi/runtime/load-config'
import { Type } from 'typebox'
import { isGiven, settingOf } from '../environment/setting-of.ts'
import { Fault, messageOf } from '../fault.ts'
import { replicated } from './programs.ts'

const passwordFor = (address: string) =>
  Type.Optional(
    Type.String({
      secret: true,
      description: `Password for ${address} where that holds none; any characters, as they are.`,
    }),
  )

const prefixRule = {
  zh: '只能是小写字母、数字和下划线，最多 41 个，以字母开头',
  en: 'must be lower-case letters, digits and underscores, at most 41, a letter first',
}

/** The launcher's own settings; the services' are described by themselves. */
export const LauncherConfig = Type.Object({
  PORT: Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: 8080,
    description: 'Port of the gateway; 0 takes a free one.',
  }),
  HOST: Type.String({ default: '127.0.0.1', description: 'Address the gateway listens on.' }),
  DATA_DIR: Type.String({
    default: '.data',
    description: 'Folder of the data, secrets and logs of this deployment.',
  }),
  DATABASE_URL: Type.Optional(
    Type.String({
      pattern: '^postgres(ql)?://',
      rule: addressRule('postgres://role:password@host:5432', 'DATABASE_PASSWORD'),
      secret: true,
      description: 'A PostgreSQL on which databases and roles may be created, instead of a private one.',
    }),
  ),
  DATABASE_PASSWORD: passwordFor('DATABASE_URL'),
  DATABASE_PREFIX: Type.Refine(
    Type.String({
      default: 'lingzhi_',
      rule: prefixRule,
      description: 'Prefix of the names of the databases and roles.',
    }),
    (prefix) => /^[a-z][a-z0-9_]{0,40}$/.test(prefix),
    () => prefixRule.en,
  ),
  REDIS_URL: Type.Optional(
    Type.String({ secret: true, description: 'A Redis to use instead of a private one.' }),
  ),
  REDIS_PASSWORD: passwordFor('REDIS_URL'),
  NATS_URL: Type.Optional(
    Type.String({ secret: true, description: 'A NATS with JetStream to use instead of a private one.' }),
  ),
  NATS_PASSWORD: passwordFor('NATS_URL'),
  METRICS_PORT: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65_535,
      description:
        "Port of the gateway's metrics for Prometheus; the other processes' are on the ports after it.",
    }),
  ),
  INSPECT_PORT: Type.Integer({
    minimum: 1024,
    maximum: 65_000,
    default: 9229,
    description:
      "The debugger's port of the first process under npm run dev; the others' are the ones after it.",
  }),
})

export type Settings = {
  dataDir: string
  host: string
  port: number
  /** The first of the ports on which processes serve their metrics; none: they do not. */
  metricsPort: number | undefined
  /** The first of the ports on which processes that are developed listen for a debugger. */
  inspectPort: number
  databasePrefix: string
  replicas: Readonly<Record<string, number>>
  /** The demo model is started when no other is set. */
  demoModel: boolean
}

const replicasMax = 16

/** The demo model's address in docker-compose.yml, which a `.env` made for it may hold: nothing outside its containers knows it. */
const composeDemoModel = 'http://demo-model:8080/v1'

/** What the launcher itself needs to know. */
export function readSettings(args: string[], env: NodeJS.ProcessEnv): Settings {
  const config = readConfig(env)
  return {
    dataDir: resolve(withHome(config.DATA_DIR)),
    host: config.HOST,
    port: config.PORT,
    metricsPort: config.METRICS_PORT,
    inspectPort: config.INSPECT_PORT,
    databasePrefix: config.DATABASE_PREFIX,
    replicas: readScale(args),
    demoModel:
      settingOf(env, 'LLM_BASE_URL') === composeDemoModel ||
      !['LLM_BASE_URL', 'LLM_PROVIDERS'].some((name) => isGiven(env, name)),
  }
}

/** A shell expands `~` and variables only where nothing quotes them, and a `.env` has no shell. */
function withHome(path: string): string {
  if (path === '~' || /^~[/\\]/.test(path)) return homedir() + path.slice(1)
  if (path.startsWith('~')) throw new Fault(`DATA_DIR ${path}: write the folder out, as in /home/name/data.`)
  if (/(^|[/\\])(\$[A-Za-z_{(]|%\w+%)/.test(path))
    throw new Fault(
      `DATA_DIR ${path}: no shell expands that here; write the folder out, as in /home/name/data.`,
    )
  return path
}

function readConfig(env: NodeJS.ProcessEnv) {
  try {
    return loadConfig(LauncherConfig, env)
  } catch (error) {
    throw error instanceof ConfigError ? new Fault(`${error.faults.join('; ')}.`) : error
  }
}

function readScale(args: string[]): Settings['replicas'] {
  const replicas: Record<string, number> = Object.fromEntries(replicated.map((service) => [service, 1]))
  for (const part of scaleOption(args).flatMap((value) => value.split(','))) {
    const [service = '', count] = part.trim().split('=')
    if (replicas[service] === undefined)
      throw new Fault(`--scale takes ${replicated.join(', ')}, for example --scale chat=2.`)
    const number = Number(count)
    if (!(Number.isInteger(number) && number >= 1 && number <= replicasMax)) {
      throw new Fault(`--scale ${part}: the number of replicas is a whole number from 1 to ${replicasMax}.`)
    }
    replicas[service] = number
  }
  return replicas
}

function scaleOption(args: string[]): string[] {
  try {
    return parseArgs({ args, options: { scale: { type: 'string', multiple: true } } }).values.scale ?? []
  } catch (error) {
    throw new Fault(`${messageOf(error).split('. ')[0]}. See npm start -- --help.`)
  }
}
