import type { TSchema } from 'typebox'

/**
 * A question one service asks another over the bus: a schema both ways and a deadline.
 * Answered by any replica of the service that owns the subject (`ask.<service>.<what>`).
 */
export interface Question<Q extends TSchema = TSchema, A extends TSchema = TSchema> {
  readonly subject: string
  readonly question: Q
  readonly answer: A
  readonly deadlineMs: number
}

export function question<Q extends TSchema, A extends TSchema>(
  subject: string,
  definition: { question: Q; answer: A; deadlineMs: number },
): Question<Q, A> {
  return { subject, ...definition }
}
