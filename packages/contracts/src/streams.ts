import { withDatabase } from './services.ts'

/**
 * The JetStream streams that keep facts, one per service with a database, and so an outbox. The first service to start creates
 * them. The limits are well above what is needed: facts are small and consumers prompt.
 */
export interface FactStream {
  readonly name: string
  readonly subjects: readonly string[]
  readonly maxAgeMs: number
  readonly maxBytes: number
}

const week = 7 * 24 * 3_600_000

const owned = (service: string): FactStream => ({
  name: `${service}-facts`,
  subjects: [`${service}.>`],
  maxAgeMs: week,
  maxBytes: 256 * 1024 * 1024,
})

export const factStreams: readonly FactStream[] = withDatabase.map(owned)
