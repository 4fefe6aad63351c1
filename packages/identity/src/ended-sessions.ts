import type { Bus } from '@lingzhi/bus/open-bus'
import { validatorOf } from '@lingzhi/bus/validator-of'
import { SessionEnded } from '@lingzhi/contracts/auth'
import type { FactEnvelope } from '@lingzhi/contracts/fact'
import { delay } from '@lingzhi/runtime/delay'
import { every } from '@lingzhi/runtime/every'
import { DeliverPolicy } from '@nats-io/jetstream'
import type { Static } from 'typebox'
import { accessTokenMaxMs } from './access-token-max.ts'

/** Most ended sessions remembered, about 30 MB; each only for as long as its tokens live. */
const endedMax = 200_000
const forgetEveryMs = 30_000
/** Longest wait for the history at start, and for one reading of it. */
const startMaxMs = 15_000
const readMaxMs = 10_000
const retryMs = 500

export interface EndedSessions {
  has: (sessionId: string) => boolean
  /** Calls back when the session ends, as it does with its user's role or account; returns what stops that. */
  watch: (sessionId: string, ended: () => void) => () => void
  close: () => void
}

type Ended = FactEnvelope<Static<typeof SessionEnded.data>>
interface Message {
  json: <T>() => T
}

/**
 * Knows which sessions have ended. Ends arrive on a plain subscription, which the client renews by
 * itself; missed ones are read from the stream, from as far back as a token can live: before this
 * resolves, so that a restart forgets nothing, and after each reconnection. Rejects when the history cannot be read.
 */
export async function followEndedSessions(bus: Bus, now: () => Date): Promise<EndedSessions> {
  const forgetAt = new Map<string, number>()
  const watched = new Map<string, Set<() => void>>()
  const stop = new AbortController()

  const note = (message: Message) => {
    const ended = readEnd(message)
    // It would keep every service from starting for as long as it is in the stream.
    if (!ended)
      return bus.log.error({ alert: true }, 'the end of a session cannot be read, and is passed over')
    const { at, data } = ended
    const until = data.tokens_until ? Date.parse(data.tokens_until) : Date.parse(at) + accessTokenMaxMs
    if (until < now().getTime()) return
    forgetAt.set(data.session_id, until)
    for (const ended of watched.get(data.session_id) ?? []) ended()
    if (forgetAt.size > endedMax) forgetOldest()
  }
  const forgetOldest = () => {
    const [oldest] = forgetAt.keys()
    if (oldest === undefined) return
    forgetAt.delete(oldest)
    bus.log.error({ endedMax, alert: true }, 'too many ended sessions to remember, the oldest is forgotten')
  }

  // First the subscription, then the history: nothing can fall between the two.
  const subscription = bus.nc.subscribe(bus.subject(SessionEnded.subject), {
    callback: (err, msg) => {
      if (err) bus.log.warn({ err }, 'following ended sessions: subscription error')
      else note(msg)
    },
  })
  const catchUp = async (deadline = Number.POSITIVE_INFINITY) => {
    while (!stop.signal.aborted) {
      try {
        return await readHistory(bus, note, now)
      } catch (err) {
        if (performance.now() > deadline) throw err
        if (!stop.signal.aborted) bus.log.warn({ err }, 'reading ended sessions failed, trying again')
        await delay(retryMs, stop.signal)
      }
    }
  }
  await catchUp(performance.now() + startMaxMs)

  let catchingUp: Promise<void> = Promise.resolve()
  void (async () => {
    for await (const { type } of bus.nc.status()) {
      if (stop.signal.aborted) return
      if (type === 'reconnect') catchingUp = catchingUp.then(() => catchUp())
    }
  })()
  const onError = (err: unknown) => bus.log.error({ err }, 'forgetting ended sessions failed')
  const forgetting = every({ pauseMs: forgetEveryMs, pauseFirst: true, onError }, async () => {
    const at = now().getTime()
    for (const [id, until] of forgetAt) if (until < at) forgetAt.delete(id)
  })

  return {
    has: (sessionId) => forgetAt.has(sessionId),
    watch: (sessionId, ended) => {
      const some = watched.get(sessionId) ?? new Set()
      watched.set(sessionId, some.add(ended))
      return () => {
        some.delete(ended)
        if (some.size === 0 && watched.get(sessionId) === some) watched.delete(sessionId)
      }
    },
    close: () => {
      void forgetting.close()
      stop.abort()
      subscription.unsubscribe()
    },
  }
}

/** Undefined for what is no end of a session. */
function readEnd(message: Message): Ended | undefined {
  try {
    const ended = message.json<Ended>()
    return validatorOf(SessionEnded.data).Check(ended.data) && !Number.isNaN(Date.parse(ended.at))
      ? ended
      : undefined
  } catch {
    return undefined
  }
}

/** Reads the ends that are in the stream now, oldest first. */
async function readHistory(bus: Bus, note: (message: Message) => void, now: () => Date): Promise<void> {
  const consumer = await bus.js.consumers.get(bus.resource('auth-facts'), {
    filter_subjects: bus.subject(SessionEnded.subject),
    deliver_policy: DeliverPolicy.StartTime,
    opt_start_time: new Date(now().getTime() - accessTokenMaxMs).toISOString(),
  })
  const { num_pending } = await consumer.info()
  if (num_pending === 0) return
  const messages = await consumer.consume({ max_messages: 1_000 })
  let complete = false
  const bound = setTimeout(() => messages.stop(), readMaxMs)
  for await (const msg of messages) {
    note(msg)
    complete = msg.info.pending === 0
    if (complete) break
  }
  clearTimeout(bound)
  await messages.close()
  if (!complete) throw new Error(`the history of ended sessions was not read within ${readMaxMs} ms`)
}
