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
  ValidationFailed,
} from '@lingzhi/contracts/common-problems'
import { isOpenAIPath, OpenAIError } from '@lingzhi/contracts/openai-error'
import type { ProblemKind } from '@lingzhi/contracts/problem'
import { ProblemDocument } from '@lingzhi/contracts/problem'
import { HeadersTooLarge, RequestTimeout } from '@lingzhi/http/client-errors'
import { OriginNotAllowed } from '../edge/cors.ts'
import { KeyGuessable } from '../idempotency/guessable.ts'
import { KeyReused, StillUnderWay } from '../idempotency/take-turn.ts'
import type { Row } from '../proxy/row.ts'
import { UpstreamFailed, UpstreamTimeout } from '../proxy/upstream-problems.ts'
import { InvalidSignature } from '../signing/verify-signature.ts'
import { describeSuccess } from './describe-operation.ts'
import type { Named } from './describe-schema.ts'
import { describeSchema } from './describe-schema.ts'
import type { Operation, ProblemCode, Response, Schema } from './document.ts'
import { exampleOf } from './example-of.ts'

/** Every problem of the document by its code. */
export type Seen = Map<string, ProblemCode & { status: number }>

/** The two forms of a failure, as named schemas. */
export function nameFailures(named: Named) {
  describeSchema({ ...ProblemDocument }, 'response', named)
  describeSchema({ ...OpenAIError }, 'response', named)
}

const openAIExample = {
  error: {
    message: 'The token is not valid.',
    type: 'authentication_error',
    param: null,
    code: 'invalid_api_key',
  },
}

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
const openAIRef = { 'application/json': { schema: ref('OpenAIError'), example: openAIExample } }

// Under /v1 failures have OpenAI's shape, but for a request so broken that its path was never read.
const unread = new Set([MalformedRequest.status, RequestTimeout.status, HeadersTooLarge.status])

function contentOf(path: string, status: number, codes: ProblemCode[], named: Named) {
  const problems = {
    'application/problem+json': { schema: problemSchema(codes, named), examples: examplesOf(codes) },
  }
  if (!isOpenAIPath(path)) return problems
  return unread.has(status) ? { ...openAIRef, ...problems } : openAIRef
}

/** A problem, with the records that those of these codes carry. */
function problemSchema(codes: ProblemCode[], named: Named): Schema {
  const carried = codes.flatMap(({ data }) => (data ? [describeSchema(data, 'response', named)] : []))
  if (carried.length === 0) return ref('Problem')
  const data = { ...(carried.length === 1 ? carried[0] : { anyOf: carried }) }
  data.description = `Only with ${codes.flatMap(({ code, data }) => (data ? [code] : [])).join(', ')}.`
  return { allOf: [ref('Problem'), { type: 'object', properties: { data } }] }
}

const examplesOf = (codes: ProblemCode[]) =>
  Object.fromEntries(codes.map(({ code }) => [code, { $ref: `#/components/examples/${code}` }]))

/** The examples that the operations' responses refer to, one for each code. */
export function problemExamples(seen: Seen, named: Named, operations: Operation[]) {
  const used = new Set(
    operations.flatMap(({ responses = {} }) =>
      Object.values(responses).flatMap(({ content }) =>
        Object.keys(content?.['application/problem+json']?.examples ?? {}),
      ),
    ),
  )
  return Object.fromEntries(
    [...seen]
      .filter(([code]) => used.has(code))
      .map(([code, { status, title, data }]) => [
        code,
        {
          summary: title,
          value: {
            type: `urn:lingzhi:problem:${code.toLowerCase().replaceAll('_', '-')}`,
            title,
            status,
            detail: title,
            instance: '/api/…',
            success: false,
            message: title,
            error_code: code,
            request_id: 'b7d1c8a2-5a0e-4a5e-9f0e-1c2d3e4f5a6b',
            ...(code === 'VALIDATION_ERROR' && {
              errors: [{ path: 'message', message: 'must not be empty' }],
            }),
            ...((status === 429 || status === 503) && { retry_after: 5 }),
            ...(data && { data: exampleOf(describeSchema(data, 'response', named), named) }),
          },
        },
      ]),
  )
}

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
  if (row.creates && (row.access === 'public' || row.access === 'optional')) kinds.push(KeyGuessable)
  if (row.cookies) kinds.push(OriginNotAllowed)
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
  seen: Seen,
  named: Named,
) {
  const responses: Record<string, Response> = {}
  // A service that was not yet deployed again does not say which events its streams have; one that answers in JSON has none.
  const silent = row?.streams && !operation['x-events'] && !answersInJson(operation)
  const described = silent ? { ...operation, 'x-events': [] } : operation
  const codes = new Map<number, Map<string, ProblemCode>>()
  const note = (status: number, problem: ProblemCode) => {
    const known = codes.get(status) ?? new Map<string, ProblemCode>()
    codes.set(status, known.set(problem.code, problem))
    seen.set(problem.code, { ...problem, status })
  }
  for (const [status, response] of Object.entries(operation.responses ?? {})) {
    const listed = response.content?.['application/json']?.schema?.['x-problem-codes']
    if (listed) for (const problem of listed) note(Number(status), problem)
    else if (/^[23]/.test(status)) responses[status] = describeSuccess(response, status, described, named)
  }
  // A route that streams what no schema describes still succeeds.
  if (!Object.keys(responses).some((status) => status.startsWith('2'))) {
    const file = { description: 'The file, streamed.' }
    responses[200] = describeSuccess(file, '200', described, named)
  }
  const reads =
    operation.requestBody || operation.parameters?.some((one) => 'in' in one && one.in === 'query')
  if (reads) note(ValidationFailed.status, toCode(ValidationFailed))
  for (const kind of edgeProblems(row, method)) note(kind.status, toCode(kind))
  for (const [status, known] of [...codes].sort(([a], [b]) => a - b)) {
    const list = [...known.values()]
    responses[status] = {
      description: list.map(({ code, title }) => `${code}: ${title}`).join(' · '),
      ...(status === 429 && { headers: limitHeaders }),
      content: { ...responses[status]?.content, ...contentOf(path, status, list, named) },
      'x-problem-codes': list.map(({ code, title }) => ({ code, title })),
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

/** Whether a success has members: whatever else is sent, it is no stream alone. */
const answersInJson = ({ responses }: Operation): boolean =>
  responses?.['200']?.content?.['application/json']?.schema?.properties !== undefined
