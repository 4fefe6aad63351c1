import type { BusRequest } from '@lingzhi/contracts/bus-request'
import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry, unpack } from '@lingzhi/contracts/carried-problem'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { Problem } from '@lingzhi/contracts/problem'
import { outageOf } from '@lingzhi/runtime/outage'
import type { Span } from '@lingzhi/tracing/span'
import type { Msg } from 'nats'
import type { Static, TSchema } from 'typebox'
import type { Bus } from './open-bus.ts'
import { receiving } from './receive-traced.ts'
import { sending } from './send-traced.ts'
import { validatorOf } from './validator-of.ts'

/** The result is called `answer` on the wire, and stays so: during an update both versions talk to each other. */
type Envelope<T> = { answer: T } | { problem: CarriedProblem }

/**
 * Sends a request to whichever replica of the owning service is free, and returns its result. A Problem raised there
 * is raised here; no result within the request's deadline, or no replica, is SERVICE_UNAVAILABLE.
 */
export async function sendRequest<Q extends TSchema, R extends TSchema>(
  bus: Bus,
  { subject, result, deadlineMs }: BusRequest<Q, R>,
  body: Static<Q>,
): Promise<Static<R>> {
  let envelope: Envelope<unknown>
  try {
    const msg = await sending('client', subject, (trace) =>
      bus.nc.request(bus.subject(subject), JSON.stringify(body), { timeout: deadlineMs, ...trace }),
    )
    envelope = msg.json<Envelope<unknown>>()
  } catch (cause) {
    throw ServiceUnavailable({ retryAfterS: 2, cause })
  }
  if ('problem' in envelope) throw unpack(envelope.problem)
  if (!validatorOf(result).Check(envelope.answer)) {
    throw ServiceUnavailable({
      retryAfterS: 2,
      cause: new Error(`${subject}: the result does not match its schema`),
    })
  }
  return envelope.answer as Static<R>
}

export interface Serving {
  /** Takes no more requests, and resolves when those received are with the handler. */
  close: () => Promise<void>
}

/** Serves a request; all replicas of a service share the load as one queue group. */
export function serve<Q extends TSchema, R extends TSchema>(
  bus: Bus,
  { subject, request }: BusRequest<Q, R>,
  handle: (body: Static<Q>) => Promise<Static<R>>,
): Serving {
  return receiveRequests(bus, subject, async (msg, span) => {
    try {
      msg.respond(JSON.stringify({ answer: await handle(bodyOf(msg, subject, request)) }))
    } catch (err) {
      span?.fail(err)
      respondWithProblem(bus, msg, subject, err)
    }
  })
}

/** Calls back for each request on a subject, within its trace, as one of the service's queue group. */
export function receiveRequests(
  bus: Bus,
  subject: string,
  respond: (msg: Msg, span?: Span) => Promise<void>,
): Serving {
  const subscription = bus.nc.subscribe(bus.subject(subject), {
    queue: 'answerers',
    callback: (err, msg) => {
      if (err) bus.log.warn({ err, subject }, 'subscription error')
      else void receiving(msg, { kind: 'server', subject }, (span) => respond(msg, span))
    },
  })
  return { close: () => subscription.drain() }
}

/** The body of a request; throws when it does not match the schema. */
export function bodyOf<Q extends TSchema>(msg: Msg, subject: string, schema: Q): Static<Q> {
  const body = msg.json<Static<Q>>()
  if (!validatorOf(schema).Check(body)) throw new Error(`${subject}: the request does not match its schema`)
  return body
}

/** Responds with the problem that was raised; anything else is logged and becomes SERVICE_UNAVAILABLE, which says what is full. */
export function respondWithProblem(bus: Bus, msg: Msg, subject: string, err: unknown): void {
  const { texts: detail, retryAfterS = 2 } = outageOf(err) ?? {}
  const known =
    err instanceof Problem ? err : ServiceUnavailable({ cause: err, retryAfterS, ...(detail && { detail }) })
  if (known !== err) bus.log.error({ err, subject }, 'serving a request failed')
  msg.respond(JSON.stringify({ problem: carry(known) }))
}
