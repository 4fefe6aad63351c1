import type { Static, TSchema } from 'typebox'
import { Type } from 'typebox'
import type { Language, Texts } from './texts.ts'

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
  { additionalProperties: true, title: 'Problem' },
)
export type ProblemDocument = Static<typeof ProblemDocument>

export interface ProblemOptions {
  /**
   * What the caller reads; when left out, the first of `errors` for VALIDATION_ERROR, which says nothing by itself, else the
   * kind's texts. Never carries a secret or a stack.
   */
  detail?: Texts
  /** Whole seconds, for `retry_after` and the header Retry-After. */
  retryAfterS?: number
  /** One entry per fault of an input. */
  errors?: { path: string; message: Texts }[]
  /** Extra members of the document, for problems that carry a record. */
  extra?: Record<string, unknown>
  /** Extra response headers, such as Allow. */
  headers?: Record<string, string>
  /** What an outside service said, without keys and addresses: sent to administrators only, as `provider_says`. */
  forAdministrators?: string | undefined
  /** Private: logged, never sent. */
  cause?: unknown
}

/** What callers learn of a failure: which one it is, its status, and a text in each language. */
export interface PublicFace {
  readonly code: string
  readonly status: number
  /** Short, in English, always the same for the same kind. */
  readonly title: string
  readonly texts: Texts
}

/** A failure with a public face and a private cause. Its `message`, which ends in logs, is the English text. */
export class Problem extends Error implements PublicFace {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly texts: Texts
  readonly options: ProblemOptions

  constructor({ code, status, title, texts }: PublicFace, options: ProblemOptions = {}) {
    const fault = code === 'VALIDATION_ERROR' ? options.errors?.[0] : undefined
    const shown = options.detail ?? (fault ? toldAlone(fault) : texts)
    super(shown.en, { cause: options.cause })
    this.name = 'Problem'
    this.code = code
    this.status = status
    this.title = title
    this.texts = shown
    this.options = options
  }

  /** The RFC 9457 document; `instance` is the request's path, `requestId` its X-Request-ID. */
  toDocument(instance: string, requestId: string, language: Language): ProblemDocument {
    const { errors, retryAfterS, extra } = this.options
    const text = this.texts[language]
    return {
      ...extra,
      type: `urn:lingzhi:problem:${this.code.toLowerCase().replaceAll('_', '-')}`,
      title: this.title,
      status: this.status,
      detail: text,
      instance,
      success: false,
      message: text,
      error_code: this.code,
      request_id: requestId,
      ...(errors && {
        errors: errors.map(({ path, message }) => ({ path, message: message[language] })),
      }),
      ...(retryAfterS !== undefined && { retry_after: Math.max(0, Math.ceil(retryAfterS)) }),
    }
  }
}

/** A fault outside `errors`: with the name of its member. */
const toldAlone = ({ path, message }: { path: string; message: Texts }): Texts =>
  path === '' ? message : { zh: `${path}：${message.zh}`, en: `${path}: ${message.en}` }

/** How a problem is written as a response: the body and its media type. */
export type RenderProblem = (
  problem: Problem,
  where: { path: string; requestId: string; language: Language },
) => { mediaType: string; body: unknown }

/** As the public contract has it: application/problem+json (RFC 9457). */
export const asProblemDocument: RenderProblem = (problem, { path, requestId, language }) => ({
  mediaType: 'application/problem+json',
  body: problem.toDocument(path, requestId, language),
})

export interface ProblemKind extends PublicFace {
  (options?: ProblemOptions): Problem
  readonly check: string
  readonly data?: TSchema
}

/** The texts of a kind, and what an operator or a developer should check when it appears. */
export interface Declaration extends Texts {
  readonly check: string
  /** The record that problems of this kind carry as `data`, among their `extra` members. */
  readonly data?: TSchema
}

/**
 * Declares a kind of failure beside the feature that raises it: `throw ConversationNotFound()`. The English text is
 * also its title. Every declaration is exported and listed in docs/problems.md.
 */
export function problem(code: string, status: number, { zh, en, check, data }: Declaration): ProblemKind {
  const face = { code, status, title: en, texts: { zh, en } }
  const create = (options?: ProblemOptions) => new Problem(face, options)
  return Object.assign(create, { ...face, check, ...(data && { data }) })
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
        'x-problem-codes': group.map(({ code, title, data }) => ({ code, title, ...(data && { data }) })),
      },
    ]),
  )
}
