import type { BusRequest } from '@lingzhi/contracts/bus-request'
import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry, unpack } from '@lingzhi/contracts/carried-problem'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { Problem } from '@lingzhi/contracts/problem'
import type { Msg } from 'nats'
import type { Static, TSchema } from 'typebox'
import type { Serving } from './ask.ts'
import type { Bus } from './open-bus.ts'
import { inTraceOf, withTrace } from './trace-headers.ts'
import { validatorOf } from './validator-of.ts'

/** A result with a body that is not JSON: the result itself is checked, the bytes are passed on untouched. */
export interface WithBytes<R> {
  result: R
  /** The bytes as they arrived, in order; where one piece ends means nothing. */
  pieces: Buffer[]
}

type Foot<R> = { answer: R; bytes: number } | { problem: CarriedProblem }

// A quarter of what a socket is read by at once: most frames then arrive whole, and the client copies only the others.
const frameMaxBytes = 16 * 1024

/**
 * Asks like `ask`, for results with bytes before them. On the wire: the bytes in frames, then the result as JSON
 * with their number, then an empty message. Bytes that do not all arrive in time are SERVICE_UNAVAILABLE, never
 * fewer bytes.
 */
export async function askBytes<Q extends TSchema, R extends TSchema>(
  bus: Bus,
  { subject, result, deadlineMs }: BusRequest<Q, R>,
  body: Static<Q>,
): Promise<WithBytes<Static<R>>> {
  const unusable = (cause: unknown) => ServiceUnavailable({ retryAfterS: 2, cause })
  let messages: Msg[]
  try {
    messages = await collect(bus, subject, JSON.stringify(body), deadlineMs)
  } catch (cause) {
    throw unusable(cause)
  }
  const last = messages.pop()
  if (!last) throw unusable(new Error(`${subject}: no result within ${deadlineMs} ms`))
  const foot = footOf<Static<R>>(last)
  if (foot && 'problem' in foot) throw unpack(foot.problem)
  const pieces = messages.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (!foot || !validatorOf(result).Check(foot.answer) || bytes !== foot.bytes) {
    throw unusable(new Error(`${subject}: the result is not whole or does not match its schema`))
  }
  return { result: foot.answer, pieces }
}

/** Undefined for a frame: the result was cut before its end. */
function footOf<R>(msg: Msg): Foot<R> | undefined {
  try {
    return msg.json<Foot<R>>()
  } catch {}
}

/** All messages of one result, or an error at once when the connection goes: the client itself would wait on. */
async function collect(bus: Bus, subject: string, body: string, maxWait: number): Promise<Msg[]> {
  const outage = bus.outage()
  const away = () => new Error('NATS is not connected')
  if (outage.aborted) throw away()
  const messages: Msg[] = []
  const { promise: lost, reject } = Promise.withResolvers<never>()
  const end = () => reject(away())
  outage.addEventListener('abort', end, { once: true })
  const read = async () => {
    const options = { strategy: 'sentinel', maxWait, ...withTrace() } as const
    for await (const msg of await bus.nc.requestMany(bus.subject(subject), body, options)) {
      if (msg.data.length > 0) messages.push(msg)
    }
    return messages
  }
  try {
    return await Promise.race([read(), lost])
  } finally {
    outage.removeEventListener('abort', end)
  }
}

/**
 * Serves a request with bytes, which leave as they are handed to `send`. `send` only borrows them: a connected client
 * copies them at the latest in a microtask, when it packs a message's head and body into one write. A client that is not
 * connected keeps the same memory until it is connected again, by when the memory may hold something else, and the
 * caller may be waiting on another server: so an outage ends the result. Replicas share the load as one queue group.
 */
export function serveBytes<Q extends TSchema, R extends TSchema>(
  bus: Bus,
  { subject, request }: BusRequest<Q, R>,
  handle: (body: Static<Q>, send: (bytes: Buffer) => void) => Promise<Static<R>>,
): Serving {
  const respond = async (msg: Msg) => {
    let bytes = 0
    const outage = bus.outage()
    const send = (piece: Buffer) => {
      if (outage.aborted) throw new Error('NATS is not connected')
      bytes += piece.length
      for (let at = 0; at < piece.length; at += frameMaxBytes) {
        msg.respond(piece.subarray(at, at + frameMaxBytes))
      }
    }
    try {
      const body = msg.json<Static<Q>>()
      if (!validatorOf(request).Check(body))
        throw new Error(`${subject}: the request does not match its schema`)
      const answer = await handle(body, send)
      msg.respond(JSON.stringify({ answer, bytes }))
    } catch (err) {
      const known = err instanceof Problem ? err : ServiceUnavailable({ cause: err })
      if (known !== err) bus.log.error({ err, subject }, 'serving a request failed')
      msg.respond(JSON.stringify({ problem: carry(known) }))
    }
    msg.respond()
  }
  const subscription = bus.nc.subscribe(bus.subject(subject), {
    queue: 'answerers',
    callback: (err, msg) => {
      if (err) bus.log.warn({ err, subject }, 'subscription error')
      else void inTraceOf(msg, () => respond(msg))
    },
  })
  return { close: () => subscription.drain() }
}
