import type { TSchema } from 'typebox'

/**
 * Something that happened, in the past tense: `<service>.<thing>.<happened>`. Published at least once,
 * through the outbox of the service that owns it; consumers are idempotent.
 */
export interface Fact<T extends TSchema = TSchema> {
  readonly subject: string
  readonly data: T
}

export const fact = <T extends TSchema>(subject: string, data: T): Fact<T> => ({ subject, data })

/** The one envelope every fact travels in. */
export interface FactEnvelope<D> {
  /** UUIDv7, also the JetStream message id: a fact relayed twice is stored once. */
  id: string
  subject: string
  /** ISO 8601 UTC: when it happened, not when it was relayed. */
  at: string
  /** The request id that caused it. */
  correlation_id: string | null
  data: D
}
