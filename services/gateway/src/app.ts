import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import type { Config } from './config.ts'
import type { Deps } from './deps.ts'
import { addressOf, trustedProxies } from './edge/client-address.ts'
import { refusePathTricks } from './edge/refuse-path-tricks.ts'
import { showHealth } from './health/show-readiness.ts'
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
      trustProxy: trustedProxies(config.TRUSTED_PROXIES),
      headersMaxBytes: config.HEADERS_MAX_BYTES,
      headersTimeoutMs: config.HEADERS_TIMEOUT_MS,
      requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    },
  })
  identify(app, deps.verifier)
  app.decorateRequest('address', '')
  app.decorateRequest('abandoned', undefined)
  app.addHook('onRequest', (request, _reply, done) => {
    request.address = addressOf(request)
    refusePathTricks(request.url)
    done()
  })
  showHealth(app, deps)
  await app.register(async (proxied) => {
    await forwardRows(proxied as unknown as App, config, deps)
  })
  return app
}

async function forwardRows(app: App, config: Config, { services, verifier, apiKeys }: Deps) {
  const streams = trackEventStreams()
  receiveBodies(app, config.BODY_MAX_BYTES)
  app.addHook('onRequest', async (request) => {
    const { row } = request.routeOptions.config
    if (!row || row.access === 'public') return
    request.principal = await identifyCaller(request, verifier, apiKeys)
    admit(row, request.principal)
  })
  app.addHook('preClose', async () => {
    streams.endAll()
    setTimeout(() => app.server.closeAllConnections(), config.CLOSE_MAX_MS).unref()
  })
  for (const row of rows) await forward(app, row, services[row.upstream], streams)
}
