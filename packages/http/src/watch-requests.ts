import { createHash } from 'node:crypto'
import { histogram, watchedGauge } from '@lingzhi/metrics/instruments'
import { traceIdOf } from '@lingzhi/runtime/trace'
import type { Logger } from 'pino'
import type { App } from './app-type.ts'
import { isProbe } from './is-probe.ts'

const requestSeconds = histogram(
  'http_request_duration_seconds',
  'Requests by the pattern of their route, until the last byte was sent.',
  [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
  ['method', 'route', 'status'],
)
const inFlight = watchedGauge('http_requests_in_flight', 'Requests that came and are not answered yet.')

/** The status of a request whose client left before its response was complete, as nginx has it. */
const clientClosed = 499

/** Logs and measures every request, also one whose client does not wait for the response. */
export function watchRequests(app: App, log: Logger): void {
  // These lines hold no secrets, and searching them for any would cost as much as writing them.
  const lines = log.child({}, { redact: [] })
  let underWay = 0
  const forget = inFlight.watch(() => [[{}, underWay]])
  app.addHook('onClose', async () => forget())

  app.addHook('onRequest', (request, reply, done) => {
    underWay += 1
    reply.raw.once('close', () => {
      underWay -= 1
      const { id: request_id, method, url, traceparent } = request
      const status = reply.raw.writableEnded ? reply.statusCode : clientClosed
      const elapsedMs = reply.elapsedTime
      const route = request.routeOptions.url ?? 'none'
      requestSeconds.observe({ method, route, status }, elapsedMs / 1_000)

      const path = withoutIds(url.split('?', 1)[0] ?? '')
      const level = isProbe(path) ? 'debug' : 'info'
      const trace_id = traceIdOf(traceparent)
      lines[level]({ request_id, method, path, status, ms: Math.round(elapsedMs), trace_id }, 'request')
    })
    done()
  })
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/**
 * A path with a digest in place of each id: a guest's conversation is open to whoever knows its id. Who has the id finds its
 * lines by the first 16 digits of its SHA-256.
 */
const withoutIds = (path: string) =>
  path.replace(uuid, (id) => `~${createHash('sha256').update(id.toLowerCase()).digest('hex').slice(0, 16)}`)
