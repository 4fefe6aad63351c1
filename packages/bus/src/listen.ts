import type { Fact, FactEnvelope } from '@lingzhi/contracts/fact'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Consumption } from './consume.ts'
import { consume } from './consume.ts'
import type { Bus } from './open-bus.ts'

/**
 * Handles a fact, each by one replica of the named service, at least once. The handler must be
 * idempotent; it may throw to be called again later.
 */
export function listen<T extends TSchema>(
  bus: Bus,
  { subject, data }: Fact<T>,
  service: string,
  handle: (fact: FactEnvelope<Static<T>>) => Promise<void>,
): Promise<Consumption> {
  const schema = Compile(data)
  const owner = subject.split('.')[0]
  return consume(
    bus,
    {
      stream: `${owner}-facts`,
      durable: `${service}-${subject.replaceAll('.', '-')}`,
      subject,
      slots: 4,
      leaseMs: 30_000,
      attemptsMax: 10,
      retryMs: (attempt) => Math.min(500 * 2 ** attempt, 60_000),
    },
    async (msg) => {
      const envelope = msg.json<FactEnvelope<Static<T>>>()
      if (!schema.Check(envelope.data)) throw new Error(`${subject} does not match its schema`)
      await handle(envelope)
    },
  )
}
