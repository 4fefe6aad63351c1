import type { App } from '@lingzhi/http/create-http'
import { sendProblem, toProblem } from '@lingzhi/http/problem-handler'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { refuseForeignPages } from '../edge/refuse-foreign-pages.ts'
import { limitClass, limitDownloads, limitStreams, limitUnderWay } from '../limits/limit-requests.ts'
import { takeApiKeyHeader } from '../session/api-key-header.ts'
import { admit, identifyCaller } from '../session/identify-caller.ts'
import { checkSignature, signingOf } from '../signing/check-signature.ts'
import { callBack } from './call-back.ts'
import { forward } from './forward.ts'
import { trackEventStreams } from './pump-events.ts'
import { receiveBodies } from './receive-body.ts'
import type { Row } from './row.ts'

/**
 * Puts every row of the table behind the same checks, in this order: who calls, is it signed as it must be, how
 * often, may they. At shutdown clients of streams are told to reconnect, and what is not done in time is cut.
 */
export async function forwardRows(app: App, rows: readonly Row[], deps: Deps, config: Config): Promise<void> {
  const { services, verifier, apiKeys, records, seals, now } = deps
  const signing = signingOf(config)
  const streams = trackEventStreams()
  const refuseForeign = refuseForeignPages(config.CORS_ORIGINS)
  app.decorateRequest('signedDigest', undefined)
  app.decorateRequest('slotHeldBy', undefined)

  const check = async (request: FastifyRequest, reply: FastifyReply) => {
    const { row } = request.routeOptions.config
    if (!row) return
    if (row.cookies) refuseForeign(request)
    takeApiKeyHeader(request)
    // An API key is replaced by its token there; what was signed is what came.
    const { authorization } = request.headers
    if (row.access !== 'public') {
      const caller = identifyCaller(request, verifier, apiKeys)
      request.principal = caller instanceof Promise ? await caller : caller
    }
    if (signing.on) await checkSignature(request, signing, records, authorization)
    const counted = limitClass(request, reply, row, deps)
    if (counted) await counted
    admit(row, request.principal)
    if (row.streams) await limitStreams(request, reply, deps)
    if (row.slow) await limitDownloads(request, reply, deps)
    if (row.streams || row.slow) return
    const waiting = limitUnderWay(request, reply, deps)
    if (waiting) await waiting
  }

  app.addHook('preClose', async () => {
    streams.endAll()
    setTimeout(() => app.server.closeAllConnections(), config.CLOSE_MAX_MS).unref()
  })
  await app.register(async (scope) => {
    const proxied = scope as unknown as App
    receiveBodies(proxied, config.BODY_MAX_BYTES, needsWholeBody)
    proxied.addHook('onRequest', check)
    proxied.setErrorHandler((error, request, reply) => {
      const problem = toProblem(error)
      if (!callBack(request, reply, problem.status, problem.options.retryAfterS))
        sendProblem(request, reply, problem)
    })
    const { reader } = deps.policies
    const forwarding = { streams, records, seals, now, reader, timeoutMs: config.UPSTREAM_TIMEOUT_MS }
    for (const row of rows) await forward(proxied, row, services[row.upstream], forwarding)
  })
}

/** A kept response and a signature are both bound to the whole body. */
const needsWholeBody = ({ headers, routeOptions, signedDigest }: FastifyRequest): boolean =>
  signedDigest !== undefined ||
  (routeOptions.config.row?.creates === true && headers['idempotency-key'] !== undefined)
