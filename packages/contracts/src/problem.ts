import type { Static } from 'typebox'
import { Type } from 'typebox'

/** The body of every failure: RFC 9457 problem details plus the members the public contract adds. */
export const ProblemDocument = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.String(),
    success: Type.Literal(false),
    message: Type.String(),
    error_code: Type.String(),
    request_id: Type.String(),
    errors: Type.Optional(Type.Array(Type.Object({ path: Type.String(), message: Type.String() }))),
    retry_after: Type.Optional(Type.Integer({ minimum: 0, description: 'Seconds to wait.' })),
  },
  { additionalProperties: true },
)
export type ProblemDocument = Static<typeof ProblemDocument>

export interface ProblemOptions {
  /** What the caller reads; the kind's title when left out. Never carries a secret or a stack. */
  detail?: string
  /** Whole seconds, told in `retry_after` and the header Retry-After. */
  retryAfterS?: number
  /** One entry per fault of an input. */
  errors?: { path: string; message: string }[]
  /** Extra members of the document, for problems that carry a record. */
  extra?: Record<string, unknown>
  /** Extra response headers, such as Allow. */
  headers?: Record<string, string>
  /** Private: logged, never sent. */
  cause?: unknown
}

/** A failure with a public face (code, status, sentence) and a private cause. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly options: ProblemOptions

  constructor(code: string, status: number, title: string, options: ProblemOptions = {}) {
    super(options.detail ?? title, { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.title = title
    this.options = options
  }

  /** The RFC 9457 document; `instance` is the request's path, `requestId` its X-Request-ID. */
  toDocument(instance: string, requestId: string): ProblemDocument {
    const { errors, retryAfterS, extra } = this.options
    return {
      ...extra,
      type: `urn:lingzhi:problem:${this.code.toLowerCase().replaceAll('_', '-')}`,
      title: this.title,
      status: this.status,
      detail: this.message,
      instance,
      success: false,
      message: this.message,
      error_code: this.code,
      request_id: requestId,
      ...(errors && { errors }),
      ...(retryAfterS !== undefined && { retry_after: Math.max(0, Math.ceil(retryAfterS)) }),
    }
  }
}

export interface ProblemKind {
  (options?: ProblemOptions): Problem
  readonly code: string
  readonly status: number
  readonly title: string
}

/** Declares a kind of failure beside the feature that raises it: `throw ConversationNotFound()`. */
export function problem(code: string, status: number, title: string): ProblemKind {
  const create = (options?: ProblemOptions) => new Problem(code, status, title, options)
  return Object.assign(create, { code, status, title })
}

/** Response schemas of the listed kinds, one per status, so that the API document names every code. */
export function problems(...kinds: ProblemKind[]): Record<number, typeof ProblemDocument> {
  const byStatus = Map.groupBy(kinds, (kind) => kind.status)
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        ...ProblemDocument,
        description: group.map((kind) => `${kind.code}: ${kind.title}`).join(' · '),
        'x-problem-codes': group.map((kind) => ({ code: kind.code, title: kind.title })),
      },
    ]),
  )
}
