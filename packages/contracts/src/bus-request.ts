import type { TSchema } from 'typebox'

/**
 * A request that one service sends another over the bus: a schema both ways and a deadline.
 * Any replica of the service that owns the subject (`ask.<service>.<what>`) serves it.
 */
export interface BusRequest<Q extends TSchema = TSchema, R extends TSchema = TSchema> {
  readonly subject: string
  readonly request: Q
  readonly result: R
  /** How long the caller waits for the result. */
  readonly deadlineMs: number
}

export function busRequest<Q extends TSchema, R extends TSchema>(
  subject: string,
  definition: { request: Q; result: R; deadlineMs: number },
): BusRequest<Q, R> {
  return { subject, ...definition }
}
