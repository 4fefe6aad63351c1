import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { bindable } from '@lingzhi/runtime/bindable'
import type { Logger } from '@lingzhi/runtime/logger'
import { collectDefaultMetrics, register } from '@prometheus-io/client'
import type { MetricsSettings } from './settings.ts'

export interface MetricsServer {
  /** Undefined when metrics are not served. */
  port: number | undefined
  close: () => Promise<void>
}

/** How often the library samples the event loop: its default, ten times a second, creates garbage when idle. */
const utilizationEveryMs = 5_000
/** Longest a scraper may take to send its request. */
const requestTimeoutMs = 5_000

/**
 * Serves this process's metrics, those of Node among them, at GET /metrics in Prometheus' text format. On a listener of
 * its own, which is never public, as a scrape needs no token.
 */
export async function serveMetrics(
  service: string,
  { METRICS_HOST, METRICS_PORT }: MetricsSettings,
  log: Logger,
): Promise<MetricsServer> {
  if (METRICS_PORT === undefined) return { port: undefined, close: async () => {} }
  const server = createServer({ requestTimeout: requestTimeoutMs }, async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    try {
      const text = await register.metrics()
      response.writeHead(200, { 'Content-Type': register.contentType }).end(text)
    } catch (err) {
      log.warn({ err }, 'the metrics could not be collected')
      response.writeHead(500).end()
    }
  })
  server.listen(METRICS_PORT, await bindable(METRICS_HOST, log))
  await once(server, 'listening')
  register.setDefaultLabels({ service })
  collectDefaultMetrics({ eventLoopUtilizationTimeout: utilizationEveryMs })
  const { port } = server.address() as AddressInfo
  log.info({ host: METRICS_HOST, port }, 'metrics are served')
  return {
    port,
    close: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
