import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { showDocs } from './docs/show-docs.ts'
import { arrive } from './edge/arrive.ts'
import { trustedProxies } from './edge/client-address.ts'
import { allowOrigins } from './edge/cors.ts'
import { showHealth } from './health/show-readiness.ts'
import { limitAddress, limitClass, limitStreams } from './limits/limit-requests.ts'
import { forward } from './proxy/forward.ts'
import { trackEventStreams } from './proxy/pump-events.ts'
import { receiveBodies } from './proxy/receive-body.ts'
import { admit, identifyCaller } from './session/identify-caller.ts'
import { rows } from './upstreams.ts'

/**
 * The gateway owns no data. It is the only public port: it decides who may call what, how often, and hands the
 * request to a replica that is well. What a request means is the services' business.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const app = await createHttp({
    log: deps.log,
    title: 'Lingzhi',
    checks: {},
    bodyMaxBytes: config.BODY_MAX_BYTES,
    edge: {
      arrive: arrive(allowOrigins(config.CORS_ORIGINS)),
      trustProxy: trustedProxies(config.TRUSTED_PROXIES),
      headersMaxBytes: config.HEADERS_MAX_BYTES,
      headersTimeoutMs: config.HEADERS_TIMEOUT_MS,
      requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    },
  })
  identify(app, deps.verifier)
  app.decorateRequest('address', '')
  app.decorateRequest('abandoned', undefined)
  app.addHook('onRequest', (request, reply, done) => {
    // Liveness costs nothing and must not fail because somebody else asks for it too often.
    const counted = request.url.startsWith('/api/health')
      ? undefined
      : limitAddress(request, reply, deps.limits)
    if (counted) counted.then(() => done(), done)
    else done()
  })
  showHealth(app, deps)
  showDocs(app, deps)
  await app.register(async (proxied) => {
    await forwardRows(proxied as unknown as App, config, deps)
  })
  return app
}

async function forwardRows(app: App, config: Config, deps: Deps) {
  const { services, verifier, apiKeys, limits, records } = deps
  const streams = trackEventStreams()
  receiveBodies(app, config.BODY_MAX_BYTES, ({ headers, routeOptions }) =>
    Boolean(routeOptions.config.row?.creates && headers['idempotency-key'] !== undefined),
  )
  app.addHook('onRequest', async (request, reply) => {
    const { row } = request.routeOptions.config
    if (!row) return
    if (row.access !== 'public') request.principal = await identifyCaller(request, verifier, apiKeys)
    const counted = limitClass(request, reply, row, limits)
    if (counted) await counted
    admit(row, request.principal)
    if (row.streams) await limitStreams(request, reply, limits)
  })
  app.addHook('preClose', async () => {
    streams.endAll()
    setTimeout(() => app.server.closeAllConnections(), config.CLOSE_MAX_MS).unref()
  })
  const forwarding = { streams, records, timeoutMs: config.UPSTREAM_TIMEOUT_MS }
  for (const row of rows) await forward(app, row, services[row.upstream], forwarding)
}
