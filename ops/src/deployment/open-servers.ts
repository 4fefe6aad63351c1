import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressOf } from '@lingzhi/stack/environment/setting-of'
import { Fault } from '@lingzhi/stack/fault'
import { openInfrastructure } from '@lingzhi/stack/infrastructure/infrastructure'
import { restoreSecrets } from '@lingzhi/stack/infrastructure/outside-data'
import { outsideRoot } from '@lingzhi/stack/infrastructure/postgres-place'
import { openSecrets, type Secrets } from '@lingzhi/stack/infrastructure/secrets'
import type { Stack } from '@lingzhi/stack/platform/stack-file'
import { openRunRecord } from '@lingzhi/stack/processes/run-record'
import { keeperResponds } from '../host/keeper/ask-keeper.ts'
import { layoutOf } from '../host/layout.ts'

export type Servers = {
  /** A role that may create databases and roles. */
  adminUrl: string
  redisUrl: string
  /** The account that may do everything. */
  natsUrl: string
  close(): Promise<void>
}

/** What is known of a deployment before its servers are. */
type Place = {
  root: string | undefined
  dataDir: string
  env: NodeJS.ProcessEnv
  secrets: Secrets
  stack(): Stack | undefined
}

/** The role with which the launcher's own PostgreSQL is made. */
const privateAdmin = 'lingzhi_admin'

type PortOf = (server: string) => number | undefined

/** While the platform runs, its servers; otherwise they are started for the caller, who holds the data directory meanwhile. */
export async function openServers(deployment: Place): Promise<Servers> {
  const { root, dataDir } = deployment
  const stack = deployment.stack()
  if (stack) return running(deployment, (name) => stack.processes.find((one) => one.name === name)?.port)
  const layout = root && layoutOf(root, dataDir)
  if (layout && (await keeperResponds(layout))) {
    // Not there where every server is a given one.
    const ports: Record<string, number> = existsSync(layout.ports)
      ? JSON.parse(readFileSync(layout.ports, 'utf8'))
      : {}
    return running(deployment, (name) => ports[name])
  }
  return started(deployment)
}

function running({ env, secrets }: Place, portOf: PortOf): Servers {
  const missing = () => {
    throw new Fault('secrets.json in DATA_DIR does not belong to what runs there.')
  }
  const privately = (name: string, url: (port: number) => string) => {
    const port = portOf(name)
    if (port === undefined) throw new Fault(`${name} is not among the servers that run on DATA_DIR.`)
    return url(port)
  }
  return {
    adminUrl:
      addressOf(env, 'DATABASE_URL') ??
      privately(
        'postgres',
        (port) =>
          `postgresql://${privateAdmin}:${secrets.get('postgresPassword', missing)}@127.0.0.1:${port}/postgres`,
      ),
    redisUrl:
      addressOf(env, 'REDIS_URL') ??
      privately('redis', (port) => `redis://:${secrets.get('redisPassword', missing)}@127.0.0.1:${port}`),
    natsUrl:
      addressOf(env, 'NATS_URL') ??
      privately('nats', (port) => `nats://lingzhi:${secrets.get('natsPassword', missing)}@127.0.0.1:${port}`),
    close: async () => {},
  }
}

/** The file that remembers where the releases of a deployment run. */
export const placeFile = (dataDir: string) => join(dataDir, 'ops', 'target')

/** Where the deployment was made for; undefined before the first. */
export const madeFor = (dataDir: string): string | undefined =>
  existsSync(placeFile(dataDir)) ? readFileSync(placeFile(dataDir), 'utf8').trim() : undefined

/** Servers of our own beside those of containers would be empty ones, in the place of what was meant. */
function refuseElsewhere({ dataDir, env }: Place) {
  const place = madeFor(dataDir)
  const given = ['DATABASE_URL', 'REDIS_URL', 'NATS_URL'].every((name) => addressOf(env, name))
  if (place && place !== 'host' && !given)
    throw new Fault(
      `The servers of this deployment are not on this machine (${place}): run the command inside a container of the service, as docs/operations.md tells.`,
    )
}

async function started(place: Place): Promise<Servers> {
  refuseElsewhere(place)
  const { dataDir, env } = place
  const note = (line: string) => void process.stderr.write(`${line}\n`)
  restoreSecrets(dataDir, outsideRoot)
  if (!existsSync(join(dataDir, 'secrets.json')) && !addressOf(env, 'DATABASE_URL'))
    note(`${dataDir} is empty: its servers are made anew.`)
  const record = await openRunRecord(dataDir, note)
  try {
    const { databaseUrl, redisUrl, natsUrl, stop } = await openInfrastructure(
      { dataDir, env, secrets: openSecrets(dataDir), note, durable: true, record },
      { postgres: 'DATABASE_URL', redis: 'REDIS_URL', nats: 'NATS_URL' },
    )
    return {
      adminUrl: databaseUrl,
      redisUrl,
      natsUrl,
      async close() {
        await stop()
        record.close()
      },
    }
  } catch (error) {
    record.close()
    throw error
  }
}
