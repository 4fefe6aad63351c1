import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault, messageOf } from '../fault.ts'
import { type Replicated, replicated } from './plan.ts'

export type Settings = {
  dataDir: string
  host: string
  port: number
  /** The first of the ports on which processes tell their metrics; none: they do not. */
  metricsPort: number | undefined
  databasePrefix: string
  replicas: Record<Replicated, number>
  /** Without a model of the person's choice, the demo model is started. */
  demoModel: boolean
}

const replicasMax = 16

/** What the launcher itself needs to know; everything else of the environment goes to the services as it is. */
export function readSettings(args: string[], env: NodeJS.ProcessEnv): Settings {
  const port = readPort(env, 'PORT', 0) ?? 8080
  const databasePrefix = env.DATABASE_PREFIX || 'lingzhi_'
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(databasePrefix)) {
    throw new Fault(
      'DATABASE_PREFIX must be lower-case letters, digits and underscores, at most 41, a letter first.',
    )
  }
  return {
    dataDir: resolve(env.DATA_DIR || '.data'),
    host: env.HOST || '127.0.0.1',
    port,
    metricsPort: readPort(env, 'METRICS_PORT', 1),
    databasePrefix,
    replicas: readScale(args),
    demoModel: !(env.LLM_BASE_URL || env.LLM_PROVIDERS || env.LLM_PROVIDERS_FILE),
  }
}

function readPort(env: NodeJS.ProcessEnv, name: string, min: number): number | undefined {
  if (!env[name]) return undefined
  const port = Number(env[name])
  if (Number.isInteger(port) && port >= min && port <= 65_535) return port
  throw new Fault(`${name} must be a number from ${min} to 65535.`)
}

function readScale(args: string[]): Settings['replicas'] {
  const replicas = Object.fromEntries(replicated.map((service) => [service, 1])) as Settings['replicas']
  for (const part of scaleOption(args).flatMap((value) => value.split(','))) {
    const [service, count] = part.trim().split('=')
    if (!isReplicated(service))
      throw new Fault(`--scale takes ${replicated.join(', ')}, for example --scale chat=2.`)
    replicas[service] = Number(count)
    if (
      !(Number.isInteger(replicas[service]) && replicas[service] >= 1 && replicas[service] <= replicasMax)
    ) {
      throw new Fault(`--scale ${part}: the number of replicas is a whole number from 1 to ${replicasMax}.`)
    }
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

function isReplicated(name: string | undefined): name is Replicated {
  return replicated.some((service) => service === name)
}
