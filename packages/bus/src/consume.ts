import { counter } from '@lingzhi/metrics/instruments'
import { delay } from '@lingzhi/runtime/delay'
import { wordsOf } from '@lingzhi/runtime/logger'
import { dayMs } from '@lingzhi/runtime/time'
import type { Span } from '@lingzhi/tracing/span'
import type { ConsumerConfig, JsMsg } from '@nats-io/jetstream'
import { AckPolicy } from '@nats-io/jetstream'
import { ensureStream } from './ensure-streams.ts'
import type { Bus } from './open-bus.ts'
import { receiving } from './receive-traced.ts'
import { withTrace } from './trace-headers.ts'

const messages = counter(
  'lingzhi_messages_total',
  'Messages taken by a consumer: handled, failed (and to be delivered again), returned by a replica that closes, or set aside as poison.',
  ['consumer', 'outcome'],
)
const redelivered = counter(
  'lingzhi_messages_redelivered_total',
  'Messages that were delivered before, to this replica or to another.',
  ['consumer'],
)

export interface ConsumeOptions {
  stream: string
  durable: string
  subject: string
  /** Messages handled at once by this replica. */
  slots: number
  /** A message is redelivered when its lease has not been renewed for this long; a working handler renews it. */
  leaseMs: number
  /** After this many attempts a message is poison: set aside, logged, never retried. */
  attemptsMax: number
  /** Milliseconds to wait before the next attempt. */
  retryMs: (attempt: number) => number
}

export interface Consumption {
  /** Takes no more messages and waits for those under way. */
  close: () => Promise<void>
}

/** Where poison messages wait for a person, for 30 days. */
const poisonStream = 'poison'
const poisonMaxAgeMs = 30 * dayMs

/**
 * Takes messages of a durable consumer, a bounded number at once, with a lease each. A handler that throws
 * is retried with back-off; a message that keeps failing is copied to the poison stream and ended.
 */
export async function consume(
  bus: Bus,
  options: ConsumeOptions,
  handle: (msg: JsMsg) => Promise<void>,
): Promise<Consumption> {
  const { stream, durable, slots, leaseMs } = options
  const config: Partial<ConsumerConfig> = {
    durable_name: bus.resource(durable),
    filter_subject: bus.subject(options.subject),
    ack_policy: AckPolicy.Explicit,
    ack_wait: leaseMs * 1e6,
    max_deliver: -1,
    max_ack_pending: 10_000,
  }
  await ensurePoisonStream(bus)
  await bus.jsm.consumers.add(bus.resource(stream), config)

  const ofConsumer = { kind: 'consumer', subject: options.subject, consumer: durable } as const
  const stop = new AbortController()
  const inFlight = new Set<Promise<void>>()

  const take = async () => {
    const consumer = await bus.js.consumers.get(bus.resource(stream), bus.resource(durable))
    while (!stop.signal.aborted) {
      if (inFlight.size >= slots) {
        await Promise.race(inFlight)
        continue
      }
      const batch = await consumer.fetch({ max_messages: slots - inFlight.size, expires: 5_000 })
      const end = () => batch.stop()
      stop.signal.addEventListener('abort', end, { once: true })
      // The signal may have fired while the batch was on its way.
      if (stop.signal.aborted) end()
      for await (const msg of batch) {
        const task = receiving(msg, ofConsumer, (span) =>
          handleOne(bus, options, msg, handle, { span, closing: stop.signal }),
        ).finally(() => inFlight.delete(task))
        inFlight.add(task)
      }
      stop.signal.removeEventListener('abort', end)
    }
  }

  const loop = async () => {
    while (!stop.signal.aborted) {
      try {
        await take()
      } catch (err) {
        if (stop.signal.aborted) return
        bus.log.warn({ err, durable }, 'consumer interrupted, trying again')
        await delay(500, stop.signal)
        // A server that lost its store has lost the consumer too.
        await bus.jsm.consumers.add(bus.resource(stream), config).catch(() => {})
      }
    }
  }
  const running = loop()
  return {
    close: async () => {
      stop.abort()
      await running
      await Promise.allSettled(inFlight)
    },
  }
}

async function handleOne(
  bus: Bus,
  options: ConsumeOptions,
  msg: JsMsg,
  handle: (msg: JsMsg) => Promise<void>,
  { span, closing }: { span: Span | undefined; closing: AbortSignal },
) {
  const attempt = msg.info.deliveryCount
  const { durable: consumer } = options
  if (attempt > 1) redelivered.inc({ consumer })
  const renewal = setInterval(() => msg.working(), options.leaseMs / 3)
  try {
    if (attempt > options.attemptsMax) {
      await setAside(bus, msg, options)
      messages.inc({ consumer, outcome: 'poison' })
      return
    }
    await handle(msg)
    msg.ack()
    messages.inc({ consumer, outcome: 'handled' })
  } catch (err) {
    if (closing.aborted) {
      bus.log.info(
        { subject: msg.subject, reason: wordsOf(err as Error) },
        'a message goes back, as this replica closes',
      )
      messages.inc({ consumer, outcome: 'returned' })
      msg.nak()
      return
    }
    span?.fail(err)
    bus.log.error({ err, subject: msg.subject, attempt }, 'handling a message failed')
    messages.inc({ consumer, outcome: 'failed' })
    msg.nak(options.retryMs(attempt))
  } finally {
    clearInterval(renewal)
  }
}

async function setAside(bus: Bus, msg: JsMsg, { durable, attemptsMax }: ConsumeOptions) {
  await bus.js.publish(bus.subject(`poison.${durable}`), msg.data, {
    msgID: `${durable}-${msg.info.streamSequence}`,
    ...withTrace(),
  })
  bus.log.error(
    { subject: msg.subject, durable, attemptsMax, alert: true },
    'a message was set aside as poison',
  )
  msg.term('too many attempts')
}

const ensurePoisonStream = (bus: Bus) =>
  ensureStream(bus, {
    name: bus.resource(poisonStream),
    subjects: [bus.subject('poison.>')],
    max_age: poisonMaxAgeMs * 1e6,
    max_bytes: 64 * 1024 * 1024,
  })
