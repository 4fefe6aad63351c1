import { asOpenAIErrorUnderV1 } from '@lingzhi/contracts/openai-error'
import type { App } from '@lingzhi/http/create-http'
import { createHttp } from '@lingzhi/http/create-http'
import { identify } from '@lingzhi/identity/identify'
import type { Config } from './config.ts'
import { openConsole, sendPage, wantsPage } from './console/open-console.ts'
import { assetsPath, serveConsole } from './console/serve-console.ts'
import type { Deps } from './deps.ts'
import { showDocs } from './docs/show-docs.ts'
import { showDoor, showShortcuts } from './docs/show-door.ts'
import { arrive } from './edge/arrive.ts'
import { isTrustedProxy } from './edge/client-address.ts'
import { allowOrigins } from './edge/cors.ts'
import { limitConnections } from './edge/limit-connections.ts'
import { listenOptions } from './edge/listen-options.ts'
import { showHealth } from './health/show-readiness.ts'
import { limitAddress } from './limits/limit-requests.ts'
import { forwardRows } from './proxy/forward-rows.ts'
import { rows } from './upstreams.ts'

// Liveness costs nothing and must not fail because another client polls it too often.
const uncounted = new Set(['/api/health', '/api/v1/health'])

/**
 * The gateway owns no data. It is the only public port: it decides who may call what, how often, and hands the
 * request to a healthy replica. What a request means is up to the services.
 */
export async function createApp(config: Config, deps: Deps): Promise<App> {
  const pages = openConsole(config.CONSOLE_DIR, deps.log)
  const app = await createHttp({
    log: deps.log,
    title: 'Lingzhi',
    bodyMaxBytes: config.BODY_MAX_BYTES,
    publishesRoutes: false,
    renderProblem: asOpenAIErrorUnderV1,
    firstHook: arrive(allowOrigins(config.CORS_ORIGINS)),
    server: listenOptions(config),
    answerUnknown: (request, reply) =>
      pages && wantsPage(request) ? sendPage(pages, request, reply) : undefined,
  })
  identify(app, deps.verifier)
  app.decorateRequest('address', '')
  app.addHook('onRequest', (request, reply, done) => {
    const path = request.routeOptions.url ?? ''
    const counted = uncounted.has(path)
      ? undefined
      : limitAddress(request, reply, deps, path === assetsPath ? 'assets' : 'address')
    if (counted) counted.then(() => done(), done)
    else done()
  })
  const { CONNECTIONS_PER_ADDRESS_MAX, RATE_LIMIT_FACTOR, TRUSTED_PROXIES } = config
  const connectionsMax = Math.ceil(CONNECTIONS_PER_ADDRESS_MAX * Math.max(1, RATE_LIMIT_FACTOR))
  limitConnections(app.server, connectionsMax, isTrustedProxy(TRUSTED_PROXIES))
  showHealth(app, deps)
  showDocs(app, deps)
  showShortcuts(app)
  if (pages) await serveConsole(app, pages)
  else showDoor(app)
  await forwardRows(app, rows, deps, config)
  return app
}
