import type { Problem } from '@lingzhi/contracts/problem'
import { toProblem } from '@lingzhi/http/problem-handler'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'

const Nullable = Type.Union([Type.String(), Type.Null()])

/** https://platform.openai.com/docs/guides/error-codes */
export const OpenAIError = Type.Object({
  error: Type.Object({ message: Type.String(), type: Type.String(), param: Nullable, code: Nullable }),
})

/** Codes that clients of OpenAI's API act upon; the others are ours in lower case. */
const codes: Record<string, string> = {
  MISSING_TOKEN: 'invalid_api_key',
  INVALID_TOKEN: 'invalid_api_key',
  CONTENT_BLOCKED: 'content_filter',
  AGENT_NOT_FOUND: 'model_not_found',
  BUDGET_EXCEEDED: 'insufficient_quota',
  MODEL_RATE_LIMITED: 'rate_limit_exceeded',
}

/** A problem in the shape that clients of OpenAI's API read. */
export function toOpenAIError({ code, status, message, options }: Problem) {
  const param = options.errors?.[0]?.path || (code === 'AGENT_NOT_FOUND' ? 'model' : null)
  return { error: { message, type: typeOf(status), param, code: codes[code] ?? code.toLowerCase() } }
}

function typeOf(status: number): string {
  if (status === 429) return 'rate_limit_error'
  if (status === 403) return 'permission_error'
  return status >= 500 ? 'server_error' : 'invalid_request_error'
}

/** Error handler of the /v1 routes: whatever is thrown there, guards and validation included. */
export function sendOpenAIError(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const problem = toProblem(error)
  const { retryAfterS, headers = {}, cause } = problem.options
  if (problem.status >= 500)
    request.log.error({ err: cause ?? problem, code: problem.code }, 'request failed')
  if (retryAfterS !== undefined) reply.header('Retry-After', Math.max(0, Math.ceil(retryAfterS)))
  return reply.code(problem.status).headers(headers).send(toOpenAIError(problem))
}
