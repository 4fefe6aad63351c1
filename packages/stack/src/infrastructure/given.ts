import { openRedis } from '@lingzhi/cache/open-redis'
import { explainDatabase } from '@lingzhi/db/explain'
import { addressRule, isAddress, isOneAddress, withoutPasswords } from '@lingzhi/runtime/address'
import { within } from '@lingzhi/runtime/within'
import pg from 'pg'
import { pino } from 'pino'
import { Fault } from '../fault.ts'
import { waitUntil } from '../processes/wait-until.ts'
import { greets } from './nats.ts'

const waitMaxMs = 10_000

/** Waits, within bounds, for a server that a variable names; a Fault when it cannot be reached. */
export async function reachPostgres(
  variable: string,
  url: string,
  signal?: AbortSignal,
  timeoutMs = waitMaxMs,
) {
  const example = 'postgres://role:password@host:5432/postgres'
  if (!isOneAddress(url)) throw new Fault(`${variable} ${addressRule(example, 'DATABASE_PASSWORD').en}.`)
  let reason = ''
  const reached = await waitUntil(
    async () => {
      let client: pg.Client | undefined
      try {
        // Reads the files of certificates that the address names.
        client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000, query_timeout: 3000 })
        client.on('error', () => {})
        await client.connect()
        await client.query('select 1')
        return true
      } catch (error) {
        const [first = error] = error instanceof AggregateError ? error.errors : []
        reason = explainDatabase(error) ?? withoutPasswords((first as Error).message)
        return false
      } finally {
        await client?.end().catch(() => {})
      }
    },
    { timeoutMs, everyMs: 500, signal },
  )
  if (!reached)
    throw new Fault(`PostgreSQL does not respond at ${withoutSecrets(url)} (${variable}): ${reason}.`)
}

/** One reachable node of a cluster is enough: the clients find the others from there. */
export async function reachNats(variable: string, urls: string, signal?: AbortSignal, timeoutMs = waitMaxMs) {
  const servers = serversOf('NATS', variable, urls, 4222)
  const checks = () => servers.map((url) => greets(Number(url.port) || 4222, hostOf(url)))
  const reached = await waitUntil(async () => (await Promise.all(checks())).includes(true), {
    timeoutMs,
    everyMs: 500,
    signal,
  })
  if (!reached)
    throw new Fault(`NATS does not respond at ${servers.map(({ host }) => host).join(', ')} (${variable}).`)
}

/** As reachPostgres. It logs in as the services do: they would go on without a Redis that refuses their password. */
export async function reachRedis(variable: string, url: string, signal?: AbortSignal, timeoutMs = waitMaxMs) {
  const servers = serversOf('Redis', variable, url, 6379)
  let reason: string | undefined
  await waitUntil(
    async () => {
      reason = await redisFault(url)
      return reason === undefined || refusesPassword.test(reason)
    },
    { timeoutMs, everyMs: 500, signal },
  )
  if (reason === undefined) return
  const place = `${servers.map(({ host }) => host).join(', ')} (${variable})`
  if (refusesPassword.test(reason))
    throw new Fault(
      `Redis refuses the password at ${place}: set the right one there or in ${variable.replace(/URL$/, 'PASSWORD')}.`,
    )
  throw new Fault(`Redis does not respond at ${place}.`)
}

const refusesPassword = /\b(?:NOAUTH|WRONGPASS|AUTH|invalid password)\b/i

/** Why Redis cannot be used, in its own words; undefined when it can. */
async function redisFault(url: string): Promise<string | undefined> {
  const cache = openRedis({ REDIS_URL: url }, pino({ level: 'silent' }))
  try {
    return await within(
      3_000,
      new Promise<string | undefined>((resolve) => {
        cache.once('ready', () => resolve(undefined))
        cache.once('error', ({ message }: Error) => resolve(message))
      }),
    )
  } catch (error) {
    return (error as Error).message
  } finally {
    cache.disconnect()
  }
}

function serversOf(what: string, variable: string, urls: string, defaultPort: number): URL[] {
  if (!urls.split(',').every((one) => isAddress(one.includes('://') ? one : `any://${one}`))) {
    const example = `${what.toLowerCase()}://name:password@host:${defaultPort}`
    throw new Fault(`${variable} ${addressRule(example, variable.replace(/URL$/, 'PASSWORD')).en}.`)
  }
  return urls.split(',').map((one) => parse(variable, one.trim()))
}

function parse(variable: string, text: string): URL {
  const url = URL.parse(text.includes('://') ? text : `any://${text}`)
  if (!url?.hostname) throw new Fault(`${variable} is not an address such as redis://host:port.`)
  return url
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

function withoutSecrets(text: string): string {
  return URL.parse(text)?.host || 'the given address'
}
