import {
  Forbidden,
  InsufficientScope,
  InternalError,
  InvalidToken,
  MalformedRequest,
  MethodNotAllowed,
  MissingToken,
  NotFound,
  PayloadTooLarge,
  ServiceUnavailable,
  TokenExpired,
  TooManyRequests,
  UnsupportedMediaType,
} from '@lingzhi/contracts/common-problems'
import { isOpenAIPath, OpenAIError } from '@lingzhi/contracts/openai-error'
import type { ProblemKind } from '@lingzhi/contracts/problem'
import { ProblemDocument } from '@lingzhi/contracts/problem'
import { HeadersTooLarge, RequestTimeout } from '@lingzhi/http/client-errors'
import { KeyReused, StillUnderWay } from '../idempotency/take-turn.ts'
import type { Row } from '../proxy/row.ts'
import { UpstreamFailed, UpstreamTimeout } from '../proxy/upstream-problems.ts'
import { InvalidSignature } from '../signing/verify-signature.ts'
import type { Operation, ProblemCode, Response } from './document.ts'

const problemRef = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

const openAIRef = { 'application/json': { schema: { $ref: '#/components/schemas/OpenAIError' } } }

export const problemSchemas = {
  Problem: {
    ...ProblemDocument,
    description: 'RFC 9457 problem details, with the members every failure of this API has.',
  },
  OpenAIError: { ...OpenAIError, description: 'An error in the format of OpenAI’s API.' },
}

// Under /v1 failures have OpenAI's shape, but for a request so broken that its path was never read.
const unread = new Set([MalformedRequest.status, RequestTimeout.status, HeadersTooLarge.status])

function contentOf(path: string, status: number) {
  if (!isOpenAIPath(path)) return problemRef
  return unread.has(status) ? { ...openAIRef, ...problemRef } : openAIRef
}

/** Rows that stream do so on request: the documented response, or events. */
const withEvents = (response: Response): Response => ({
  ...response,
  content: { ...response.content, 'text/event-stream': { schema: { type: 'string' } } },
})

/** Responses to any request, so that no operation lists them. */
export const problemsAnywhere: readonly ProblemKind[] = [NotFound, MethodNotAllowed, InvalidSignature]

export const toCode = ({ code, title }: ProblemKind): ProblemCode => ({ code, title })

/** Responses of the gateway itself instead of the service's. */
function edgeProblems(row: Row | undefined, method: string): ProblemKind[] {
  const kinds = [MalformedRequest, TooManyRequests, InternalError, RequestTimeout, HeadersTooLarge]
  if (!row) return kinds
  kinds.push(UpstreamFailed, ServiceUnavailable, UpstreamTimeout)
  // Whether or not the operation has a body: one that is sent is read first.
  if (method !== 'get') kinds.push(PayloadTooLarge, UnsupportedMediaType)
  if (row.access !== 'public') kinds.push(InvalidToken, TokenExpired)
  if (row.access === 'user' || row.access === 'admin') kinds.push(MissingToken)
  if (row.access === 'admin') kinds.push(Forbidden)
  if (row.access !== 'public') kinds.push(InsufficientScope)
  if (row.creates) kinds.push(StillUnderWay, KeyReused)
  return kinds
}

/**
 * The operation's failures, those of the service and those of the edge, one response per status that names
 * each code and its meaning. Collects all codes in `seen`.
 */
export function withProblems(
  path: string,
  method: string,
  operation: Operation,
  row: Row | undefined,
  seen: Map<string, ProblemCode & { status: number }>,
) {
  const responses: Record<string, Response> = {}
  const codes = new Map<number, Map<string, ProblemCode>>()
  const note = (status: number, problem: ProblemCode) => {
    const known = codes.get(status) ?? new Map<string, ProblemCode>()
    codes.set(status, known.set(problem.code, problem))
    seen.set(problem.code, { ...problem, status })
  }
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    const named = response.content?.['application/json']?.schema?.['x-problem-codes']
    if (named) for (const problem of named) note(Number(status), problem)
    else responses[status] = row?.streams && status === '200' ? withEvents(response) : response
  }
  // A route that streams what no schema describes still succeeds.
  if (!Object.keys(responses).some((status) => status.startsWith('2'))) {
    responses[200] = { description: 'The file, streamed.' }
  }
  for (const kind of edgeProblems(row, method)) note(kind.status, toCode(kind))
  for (const [status, known] of [...codes].sort(([a], [b]) => a - b)) {
    const list = [...known.values()]
    responses[status] = {
      description: list.map(({ code, title }) => `${code}: ${title}`).join(' · '),
      ...(status === 429 && { headers: limitHeaders }),
      content: { ...responses[status]?.content, ...contentOf(path, status) },
      'x-problem-codes': list,
    }
  }
  return responses
}

const header = (name: string) => ({ $ref: `#/components/headers/${name}` })
const limitHeaders = {
  'Retry-After': header('Retry-After'),
  RateLimit: header('RateLimit'),
  'RateLimit-Policy': header('RateLimit-Policy'),
}

export const headerComponents = {
  'Retry-After': { description: 'Seconds to wait before the next attempt.', schema: { type: 'integer' } },
  RateLimit: {
    description:
      'What is left (`r`), and the seconds until the quota is full again (`t`), as `"<policy>";r=…;t=…`.',
    schema: { type: 'string' },
  },
  'RateLimit-Policy': {
    description: 'The limit that was counted: `"<policy>";q=<requests>;w=<seconds>`.',
    schema: { type: 'string' },
  },
}
