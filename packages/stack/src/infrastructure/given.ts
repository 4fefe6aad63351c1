import { createConnection } from 'node:net'
import { explainDatabase } from '@lingzhi/db/explain'
import { addressRule, isAddress, isOneAddress, withoutPasswords } from '@lingzhi/runtime/address'
import pg from 'pg'
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
export async function reachNats(variable: string, urls: string, signal?: AbortSignal) {
  await reachOne('NATS', variable, urls, 4222, greets, signal)
}

export async function reachRedis(
  variable: string,
  urls: string,
  signal?: AbortSignal,
  timeoutMs = waitMaxMs,
) {
  // One that speaks TLS would hear noise: there a connection must do.
  const check = urls.startsWith('rediss') ? connects : respondsToAnything
  await reachOne('Redis', variable, urls, 6379, check, signal, timeoutMs)
}

async function reachOne(
  what: string,
  variable: string,
  urls: string,
  defaultPort: number,
  check: (port: number, host: string) => Promise<boolean>,
  signal?: AbortSignal,
  timeoutMs = waitMaxMs,
) {
  if (!urls.split(',').every((one) => isAddress(one.includes('://') ? one : `any://${one}`))) {
    const example = `${what.toLowerCase()}://name:password@host:${defaultPort}`
    throw new Fault(`${variable} ${addressRule(example, variable.replace(/URL$/, 'PASSWORD')).en}.`)
  }
  const servers = urls.split(',').map((one) => parse(variable, one.trim()))
  const checks = () => servers.map((url) => check(Number(url.port) || defaultPort, hostOf(url)))
  const reached = await waitUntil(async () => (await Promise.all(checks())).includes(true), {
    timeoutMs,
    everyMs: 500,
    signal,
  })
  if (!reached)
    throw new Fault(`${what} does not respond at ${servers.map((url) => url.host).join(', ')} (${variable}).`)
}

function connects(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host })
    socket.setTimeout(3000, () => socket.destroy())
    socket.on('error', () => resolve(false))
    socket.on('close', () => resolve(false))
    socket.on('connect', () => {
      resolve(true)
      socket.destroy()
    })
  })
}

/** Whether it says anything, if only that a password is needed. */
function respondsToAnything(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host })
    let responded = false
    socket.setTimeout(3000, () => socket.destroy())
    socket.on('connect', () => socket.write('PING\r\n'))
    socket.once('data', () => {
      responded = true
      socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(responded))
  })
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
