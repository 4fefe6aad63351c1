import type { components, ProblemCode } from './schema.ts'

export type { ProblemCode } from './schema.ts'

/** UNREADABLE_RESPONSE: the response was not the API's. STREAM_BROKEN: a stream could not be resumed. */
export type ClientCode = 'UNREADABLE_RESPONSE' | 'STREAM_BROKEN'

type Problem = Partial<components['schemas']['Problem']>
/** The error shape of routes under /v1, which is OpenAI's. */
type OpenAIFailure = { error?: { message?: string; code?: string | null } }

/** A request that failed, thrown by every method of the client. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  /** For decisions in code; the message is for people. A newer server may send codes unknown to this version. */
  readonly code: ProblemCode | ClientCode
  /** The HTTP status; 0 when there was no response. */
  readonly status: number
  /** The id to quote in a report to the operator. */
  readonly request_id: string | null
  /** One entry per fault of the input. */
  readonly errors: readonly { path: string; message: string }[]
  /** Seconds to wait before the next attempt. */
  readonly retry_after: number | null

  constructor(status: number, code: ProblemCode | ClientCode, problem: Problem & { cause?: unknown } = {}) {
    super(problem.message ?? problem.detail ?? code, { cause: problem.cause })
    this.status = status
    this.code = code
    this.request_id = problem.request_id ?? null
    this.errors = problem.errors ?? []
    this.retry_after = problem.retry_after ?? null
  }
}

/** Reads a failed response to its end. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const body = await response.json().catch(() => null)
  return toProblem(response.status, body, response.headers)
}

/** The error of a problem document, from a response or from the `error` event of a stream. */
export function toProblem(status: number, body: unknown, headers?: Headers): ProblemError {
  const { error, ...problem } = (typeof body === 'object' && body !== null ? body : {}) as Problem &
    OpenAIFailure
  const known = {
    ...problem,
    message: problem.message ?? error?.message,
    request_id: problem.request_id ?? headers?.get('x-request-id') ?? undefined,
    retry_after: problem.retry_after ?? secondsOf(headers?.get('retry-after')),
  }
  const code = problem.error_code ?? error?.code?.toUpperCase()
  if (!code) return new ProblemError(status, 'UNREADABLE_RESPONSE', known)
  return new ProblemError(problem.status ?? status, code as ProblemCode, known)
}

function secondsOf(header: string | null | undefined): number | undefined {
  return header && /^\d{1,9}$/.test(header) ? Number(header) : undefined
}
