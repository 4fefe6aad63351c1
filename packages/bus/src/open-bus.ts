import { inboxOf } from '@lingzhi/contracts/bus-access'
import { watchedGauge } from '@lingzhi/metrics/instruments'
import { withPassword } from '@lingzhi/runtime/address'
import { StartFault } from '@lingzhi/runtime/start-fault'
import { within } from '@lingzhi/runtime/within'
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import { connect } from 'nats'
import type { Logger } from 'pino'
import type { BusSettings } from './settings.ts'

const connected = watchedGauge('lingzhi_nats_connected', '1 while NATS is connected, 0 while it is away.')

export interface Bus {
  readonly nc: NatsConnection
  readonly js: JetStreamClient
  readonly jsm: JetStreamManager
  readonly replicas: number
  readonly log: Logger
  /** The subject as it is on this server, prefix included. */
  subject: (name: string) => string
  /** The stream's or consumer's name on this server; these may not contain dots. */
  resource: (name: string) => string
  /** Fires when the connection is lost (already aborted while it is away): no result comes for requests under way. */
  outage: () => AbortSignal
  /** Resolves when the server responds; rejects within `timeoutMs`. */
  ping: (timeoutMs?: number) => Promise<void>
  /** Sends what is buffered, then closes; idempotent. */
  close: () => Promise<void>
}

const connectTimeoutMs = 5_000
const apiTimeoutMs = 5_000

/**
 * Connects to NATS under a name that its monitoring shows. Of several URLs, the first with `user:password@`
 * gives the credentials for all. After an outage the client reconnects, for as long as the process lives. Rejects within
 * ten seconds with a sentence that names the servers, without their credentials, and the setting.
 */
export async function openBus(settings: BusSettings, name: string, log: Logger): Promise<Bus> {
  const { NATS_PREFIX: prefix, NATS_REPLICAS: replicas } = settings
  const url = withPassword(settings.NATS_URL, settings.NATS_PASSWORD)
  const urls = url.split(',').map((server) => new URL(server.trim()))
  const credentials = urls.find((server) => server.username)
  const place = `${urls.map((server) => server.host).join(', ')} (NATS_URL)`
  const nc = await connect({
    servers: urls.map((server) => server.host),
    ...(credentials && {
      user: decodeURIComponent(credentials.username),
      pass: decodeURIComponent(credentials.password),
    }),
    name,
    // Its account may listen to results under this name alone, and nobody else's may.
    inboxPrefix: inboxOf(name),
    // Asked for, so that a server without TLS is left before it hears the password.
    ...(urls.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
    timeout: connectTimeoutMs,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    pingInterval: 10_000,
    maxPingOut: 2,
    // A stack for each request, in case it fails, would cost more than the request.
    noAsyncTraces: true,
  }).catch((error: Error) => {
    throw startFailure(`NATS at ${place}`, connectTimeoutMs, error)
  })
  const jsm = await jetstreamManager(nc, { timeout: apiTimeoutMs }).catch(async (error: Error) => {
    await nc.close()
    throw startFailure(`JetStream of NATS at ${place}`, apiTimeoutMs, error)
  })
  let outage = new AbortController()
  void followStatus(nc, log, (connected) => {
    if (!connected) outage.abort()
    else if (outage.signal.aborted) outage = new AbortController()
  })
  const forget = connected.watch(() => [[{}, outage.signal.aborted ? 0 : 1]])
  return {
    nc,
    js: jetstream(nc, { timeout: apiTimeoutMs }),
    jsm,
    replicas,
    log,
    outage: () => outage.signal,
    subject: (subject) => prefix + subject,
    resource: (resource) => prefix.replaceAll('.', '_') + resource,
    // Bounded here: the client's own rtt() waits for a reconnect instead.
    ping: async (timeoutMs = 1_000) =>
      void (await within(timeoutMs, nc.rtt(), `NATS did not respond within ${timeoutMs} ms`)),
    close: async () => {
      forget()
      if (!nc.isClosed()) await nc.close()
    },
  }
}

/** The client's own messages name neither NATS nor the server: a server that hangs is "timeout". */
function startFailure(what: string, timeoutMs: number, cause: Error): Error {
  const why =
    cause.name === 'TimeoutError'
      ? `did not respond within ${timeoutMs} ms`
      : `cannot be used: ${cause.message}`
  return new StartFault(`${what} ${why}`, { cause })
}

async function followStatus(
  nc: NatsConnection,
  log: Logger,
  set: (connected: boolean) => void,
): Promise<void> {
  for await (const status of nc.status()) {
    if (status.type === 'disconnect') {
      set(false)
      log.warn('NATS: connection lost, reconnecting')
    }
    if (status.type === 'reconnect') {
      set(true)
      log.info('NATS: connected again')
    }
    if (status.type === 'error') log.warn({ err: status.error }, 'NATS: error')
  }
}
