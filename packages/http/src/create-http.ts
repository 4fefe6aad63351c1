import { randomUUID } from 'node:crypto'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { RenderProblem } from '@lingzhi/contracts/problem'
import { asProblemDocument } from '@lingzhi/contracts/problem'
import type { FastifyBaseLogger, FastifyHttpOptions, onRequestHookHandler, RawServerDefault } from 'fastify'
import Fastify, { LogController } from 'fastify'
import type { Logger } from 'pino'
import { acceptJsonOnly } from './accept-json.ts'
import type { App } from './app-type.ts'
import { respondToClientError } from './client-errors.ts'
import { describeRoutes, publishRoutes } from './describe-routes.ts'
import type { HealthChecks } from './health.ts'
import { showLiveness, showReadiness } from './health.ts'
import { giveNotice } from './leave.ts'
import { letGoOfBodies } from './let-go.ts'
import { refuseOtherMethods } from './methods.ts'
import { normalizePath } from './normalize-path.ts'
import type { AnswerUnknown } from './problem-handler.ts'
import { handleProblems, sendProblem, toProblem } from './problem-handler.ts'
import { endStreamsOnClose } from './sse.ts'
import { traceRequests } from './trace-requests.ts'
import { compileValidator } from './validator.ts'
import { watchRequests } from './watch-requests.ts'

export type { App }

export interface HttpOptions {
  log: Logger
  /** Names the service in its OpenAPI document. */
  title: string
  /** One entry per dependency, run by GET /api/health/ready; left out by an app with a readiness route of its own. */
  checks?: HealthChecks
  /** Largest request body, in bytes. */
  bodyMaxBytes?: number
  /** How failures are written; application/problem+json by default. */
  renderProblem?: RenderProblem
  /** Runs before any other hook, so that it sees every request. */
  firstHook?: onRequestHookHandler
  /** False for an app with a GET /api/docs/json of its own. */
  publishesRoutes?: boolean
  /** Answers a request for a path without a route, or leaves it, by undefined, to the problem that says so. */
  answerUnknown?: AnswerUnknown
  /** Fastify options that replace the defaults below. */
  server?: FastifyHttpOptions<RawServerDefault>
}

const requestIdPattern = /^[\w.:-]{1,128}$/

/**
 * The Fastify every service starts from: TypeBox schemas, problem documents for every failure, health,
 * request ids, 405 with Allow, tolerant paths, a log line and a measurement per request, bounded waits.
 */
export async function createHttp({
  log,
  title,
  checks,
  bodyMaxBytes = 1_048_576,
  renderProblem = asProblemDocument,
  firstHook,
  publishesRoutes = true,
  answerUnknown,
  server,
}: HttpOptions): Promise<App> {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    bodyLimit: bodyMaxBytes,
    requestTimeout: 30_000,
    clientErrorHandler: respondToClientError,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 256 },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    rewriteUrl: (request) => normalizePath(request.url ?? '/'),
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID()
    },
    frameworkErrors: (error, request, reply) => sendProblem(request, reply, toProblem(error)),
    ...server,
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App

  app.setValidatorCompiler(compileValidator)
  watchRequests(app, log)
  if (firstHook) app.addHook('onRequest', firstHook)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('X-Request-ID', request.id)
    done()
  })
  traceRequests(app)
  acceptJsonOnly(app)
  handleProblems(app, renderProblem, answerUnknown)
  refuseOtherMethods(app)
  giveNotice(app)
  letGoOfBodies(app)
  endStreamsOnClose(app as never)
  await describeRoutes(app, title)
  showLiveness(app)
  if (publishesRoutes) publishRoutes(app)
  if (checks) showReadiness(app, checks)
  return app
}
