import type { Bus } from '@lingzhi/bus/open-bus'
import { SessionEnded } from '@lingzhi/contracts/auth'
import type { FactEnvelope } from '@lingzhi/contracts/fact'
import { delay } from '@lingzhi/runtime/delay'
import type { ConsumerMessages } from '@nats-io/jetstream'
import { DeliverPolicy } from '@nats-io/jetstream'

/** No access token lives longer than this, so an older end of a session can be forgotten. */
export const accessTokenMaxMs = 24 * 3_600_000

export interface EndedSessions {
  has: (sessionId: string) => boolean
  close: () => Promise<void>
}

/**
 * Knows which sessions have ended. Every replica reads the stream from as far back as a token can live, so
 * a restart forgets nothing, and follows it: an end takes effect everywhere as fast as the bus delivers.
 */
export async function followEndedSessions(bus: Bus): Promise<EndedSessions> {
  const endedAt = new Map<string, number>()
  const stop = new AbortController()
  let messages: ConsumerMessages | undefined

  const follow = async () => {
    const consumer = await bus.js.consumers.get(bus.resource('auth-facts'), {
      filter_subjects: bus.subject(SessionEnded.subject),
      deliver_policy: DeliverPolicy.StartTime,
      opt_start_time: new Date(Date.now() - accessTokenMaxMs).toISOString(),
    })
    messages = await consumer.consume()
    for await (const msg of messages) {
      const fact = msg.json<FactEnvelope<{ session_id: string }>>()
      endedAt.set(fact.data.session_id, Date.now())
    }
  }
  const loop = async () => {
    while (!stop.signal.aborted) {
      await follow().catch((err) => {
        if (!stop.signal.aborted) bus.log.warn({ err }, 'following ended sessions was interrupted')
      })
      await delay(500, stop.signal)
    }
  }
  const running = loop()
  const forget = setInterval(() => {
    const horizon = Date.now() - accessTokenMaxMs
    for (const [id, at] of endedAt) if (at < horizon) endedAt.delete(id)
  }, 60_000).unref()

  return {
    has: (sessionId) => endedAt.has(sessionId),
    close: async () => {
      clearInterval(forget)
      stop.abort()
      await messages?.close()
      await running
    },
  }
}
