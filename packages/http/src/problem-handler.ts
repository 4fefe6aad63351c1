import {
  InternalError,
  MalformedRequest,
  NotFound,
  PayloadTooLarge,
  ServiceUnavailable,
  UnsupportedMediaType,
  ValidationFailed,
} from '@lingzhi/contracts/common-problems'
import type { RenderProblem } from '@lingzhi/contracts/problem'
import { Problem } from '@lingzhi/contracts/problem'
import { outageOf } from '@lingzhi/runtime/outage'
import { traceIdOf } from '@lingzhi/runtime/trace'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app-type.ts'
import { languageOf, languageTags } from './language.ts'
import { tellFaults } from './tell-faults.ts'

declare module 'fastify' {
  interface FastifyInstance {
    renderProblem: RenderProblem
  }
}

/** Sends something for a path without a route, or returns undefined. */
export type AnswerUnknown = (request: FastifyRequest, reply: FastifyReply) => unknown

/** Every failure of the app, foreseen or not, leaves as one problem, rendered in one way. */
export function handleProblems(app: App, renderProblem: RenderProblem, answerUnknown?: AnswerUnknown): void {
  app.decorate('renderProblem', renderProblem)
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, toProblem(error)))
  app.setNotFoundHandler(
    (request, reply) => answerUnknown?.(request, reply) ?? sendProblem(request, reply, NotFound()),
  )
}

/**
 * Sends a problem as the app renders it, with its headers, in the language the caller asks for; a failure of ours is
 * logged.
 */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status >= 500) logFailure(request, problem)
  const { retryAfterS, headers = {} } = problem.options
  if (retryAfterS !== undefined) reply.header('Retry-After', Math.max(0, Math.ceil(retryAfterS)))
  const path = request.url.split('?', 1)[0] ?? '/'
  const language = languageOf(request)
  const { mediaType, body } = request.server.renderProblem(problem, { path, requestId: request.id, language })
  return reply
    .code(problem.status)
    .headers({ 'X-Request-ID': request.id, 'Content-Language': languageTags[language], ...headers })
    .type(`${mediaType}; charset=utf-8`)
    .serializer((document: unknown) => JSON.stringify(document))
    .send(body)
}

/**
 * What went wrong with its cause and stack; a problem raised on purpose, without a cause, is logged by its code. Names the
 * request itself: an app may have no logger of each request's own.
 */
function logFailure({ server, id: request_id, traceparent }: FastifyRequest, problem: Problem): void {
  const { code, message, options } = problem
  const fields = { request_id, trace_id: traceIdOf(traceparent), code }
  if (options.cause === undefined) server.log.warn(fields, message)
  else server.log.error({ ...fields, err: options.cause }, 'request failed')
}

/** The public face of anything thrown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  const { validation, validationContext, statusCode, code } = error as FastifyError
  if (validation) return ValidationFailed({ errors: tellFaults(validation, validationContext) })
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return PayloadTooLarge()
  if (statusCode === 415) return UnsupportedMediaType()
  if (statusCode === 404) return NotFound()
  if (statusCode === 503) return ServiceUnavailable({ retryAfterS: 1, cause: error })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return MalformedRequest({ cause: error })
  const outage = outageOf(error)
  if (outage)
    return ServiceUnavailable({ detail: outage.texts, retryAfterS: outage.retryAfterS, cause: error })
  return InternalError({ cause: error })
}
