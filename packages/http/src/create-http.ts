import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import Fastify, { LogController } from 'fastify'
import type { Logger } from 'pino'
import { describeRoutes } from './describe-routes.ts'
import type { HealthChecks } from './health.ts'
import { answerHealth } from './health.ts'
import { answerMethods } from './methods.ts'
import { normalizePath } from './normalize-path.ts'
import { answerProblems, sendProblem, toProblem } from './problem-handler.ts'
import { endStreamsOnClose } from './sse.ts'
import { compileValidator } from './validator.ts'

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
}

const requestIdPattern = /^[\w.:-]{1,128}$/

/**
 * The Fastify every service starts from: TypeBox schemas, problem documents for every failure, health,
 * request ids, 405 with Allow, tolerant paths, one log line per request, bounded waits.
 */
export async function createHttp({
  log,
  title,
  checks,
  bodyMaxBytes = 1_048_576,
}: HttpOptions): Promise<App> {
  const app = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    bodyLimit: bodyMaxBytes,
    requestTimeout: 30_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 256 },
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    rewriteUrl: (request) => normalizePath(request.url ?? '/'),
    genReqId: (request) => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && requestIdPattern.test(given) ? given : randomUUID()
    },
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, toProblem(error)),
  }).withTypeProvider<TypeBoxTypeProvider>() as unknown as App

  app.setValidatorCompiler(compileValidator)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('X-Request-ID', request.id)
  })
  app.addHook('onResponse', async (request, reply) => {
    const path = request.url.split('?', 1)[0]
    const level = path?.startsWith('/api/health') ? 'debug' : 'info'
    const ms = Math.round(reply.elapsedTime)
    request.log[level]({ method: request.method, path, status: reply.statusCode, ms }, 'request')
  })
  acceptEmptyJson(app)
  answerProblems(app)
  answerMethods(app)
  endStreamsOnClose(app as never)
  await describeRoutes(app, title)
  answerHealth(app, checks)
  return app
}

/** Existing front ends send `Content-Type: application/json` with nothing behind it: that is no body. */
function acceptEmptyJson(app: App) {
  const parse = app.getDefaultJsonParser('ignore', 'ignore')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) done(null, undefined)
    else parse(request, body as string, done)
  })
}
