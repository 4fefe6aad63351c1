import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import { continueTrace, inTrace } from '@lingzhi/runtime/trace'
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
  onRequestHookHandler,
  RawServerDefault,
} from 'fastify'
import Fastify, { LogController } from 'fastify'
import type { Logger } from 'pino'
import { acceptJsonOnly } from './accept-json.ts'
import { answerClientError } from './client-errors.ts'
import { cutStalled } from './cut-stalled.ts'
import { describeRoutes, publishRoutes } from './describe-routes.ts'
import type { HealthChecks } from './health.ts'
import { answerLiveness, answerReadiness } from './health.ts'
import { giveNotice } from './leave.ts'
import { answerMethods } from './methods.ts'
import { normalizePath } from './normalize-path.ts'
import { answerProblems, sendProblem, toProblem } from './problem-handler.ts'
import { endStreamsOnClose } from './sse.ts'
import { compileValidator } from './validator.ts'
import { watchRequests } from './watch-requests.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C traceparent of this hop; goes on every request and message sent on its behalf. */
    traceparent: string
  }
}

export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>

export interface HttpOptions {
  log: Logger
  /** Names the service in its OpenAPI document. */
  title: string
  /** One entry per dependency, asked by GET /api/health/ready. */
  checks: HealthChecks
  /** Largest request body, in bytes. */
  bodyMaxBytes?: number
  /** Set by the public edge alone, which also answers readiness and the API document for all services. */
  edge?: EdgeOptions
}

export interface EdgeOptions {
  /** Sets the headers of every answer that `arrive` has no part in: the request's path could not be read. */
  protect: (request: FastifyRequest, reply: FastifyReply) => void
  /** Sees every request before anything else may answer it. */
  arrive: onRequestHookHandler
  /** Whose X-Forwarded-For is believed: hops, or addresses in CIDR notation. */
  trustProxy: FastifyServerOptions['trustProxy']
  /** Largest set of request headers, in bytes. */
  headersMaxBytes: number
  /** Longest a request's headers, and the whole request, may take to arrive. */
  headersTimeoutMs: number
  requestTimeoutMs: number
  /** Longest a client may take nothing of its answer. */
  sendTimeoutMs: number
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
  edge,
}: HttpOptions): Promise<App> {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    bodyLimit: bodyMaxBytes,
    requestTimeout: edge?.requestTimeoutMs ?? 30_000,
    ...(edge && {
      trustProxy: edge.trustProxy,
      http: serverOptions(edge),
      // A logger of each request's own is dear on a path every request takes, and here hardly one says anything.
      childLoggerFactory: (logger: FastifyBaseLogger) => logger,
    }),
    clientErrorHandler: answerClientError,
    connectionTimeout: edge?.sendTimeoutMs ?? 0,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 256 },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    rewriteUrl: (request) => normalizePath(request.url ?? '/'),
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID()
    },
    frameworkErrors: (error, request, reply) => {
      edge?.protect(request, reply)
      sendProblem(request, reply, toProblem(error))
    },
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App

  app.setValidatorCompiler(compileValidator)
  app.decorateRequest('traceparent', '')
  watchRequests(app, log)
  if (edge) app.addHook('onRequest', edge.arrive)
  app.addHook('onRequest', (request, reply, done) => {
    if (edge) reply.raw.on('timeout', cutStalled)
    request.traceparent = continueTrace(request.headers.traceparent)
    reply.header('X-Request-ID', request.id)
    inTrace(request.traceparent, done)
  })
  // Again, because a body arrives by events of the socket, which belong to no request.
  app.addHook('preHandler', (request, _reply, done) => inTrace(request.traceparent, done))
  acceptJsonOnly(app)
  answerProblems(app)
  answerMethods(app)
  giveNotice(app)
  endStreamsOnClose(app as never)
  await describeRoutes(app, title)
  answerLiveness(app)
  if (!edge) {
    publishRoutes(app)
    answerReadiness(app, checks)
  }
  return app
}

// Slow senders are looked for every second: the default of 30 s would let them stay that much longer.
const serverOptions = ({ headersMaxBytes, headersTimeoutMs }: EdgeOptions) => ({
  maxHeaderSize: headersMaxBytes,
  headersTimeout: headersTimeoutMs,
  connectionsCheckingInterval: 1_000,
  // Node would refuse without a body, or an id.
  requireHostHeader: false,
})
