import type { BusRequest } from '@lingzhi/contracts/bus-request'
import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { unpack } from '@lingzhi/contracts/carried-problem'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { Span } from '@lingzhi/tracing/span'
import type { Msg } from 'nats'
import type { Static, TSchema } from 'typebox'
import type { Bus } from './open-bus.ts'
import type { Serving } from './request.ts'
import { bodyOf, receiveRequests, respondWithProblem } from './request.ts'
import { sending } from './send-traced.ts'
import type { Carried } from './trace-headers.ts'
import { validatorOf } from './validator-of.ts'

/** A result with bytes before it: the result is checked against its schema, the bytes are passed on untouched. */
export interface WithBytes<R> {
  result: R
  /** The bytes as they arrived, in order; the boundaries between pieces mean nothing. */
  pieces: Buffer[]
}

/** The result is called `answer` on the wire; see request.ts. */
type Foot<R> = { answer: R; bytes: number } | { problem: CarriedProblem }

// A quarter of one read of a socket: most frames then arrive whole, and the client copies only the others.
const frameMaxBytes = 16 * 1024

/**
 * Like `sendRequest`, for results with bytes before them. On the wire: the bytes in frames, then the result as JSON
 * with their number, then an empty message. Bytes that do not all arrive in time are SERVICE_UNAVAILABLE, never
 * fewer bytes.
 */
export async function requestBytes<Q extends TSchema, R extends TSchema>(
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

/** All messages of one result, or an error as soon as the connection is lost: the client itself would keep waiting. */
async function collect(bus: Bus, subject: string, body: string, maxWait: number): Promise<Msg[]> {
  const outage = bus.outage()
  const away = () => new Error('NATS is not connected')
  if (outage.aborted) throw away()
  const messages: Msg[] = []
  const { promise: lost, reject } = Promise.withResolvers<never>()
  const end = () => reject(away())
  outage.addEventListener('abort', end, { once: true })
  const read = async (trace: Carried) => {
    const options = { strategy: 'sentinel', maxWait, ...trace } as const
    for await (const msg of await bus.nc.requestMany(bus.subject(subject), body, options)) {
      if (msg.data.length > 0) messages.push(msg)
    }
    return messages
  }
  try {
    return await sending('client', subject, (trace) => Promise.race([read(trace), lost]))
  } finally {
    outage.removeEventListener('abort', end)
  }
}

/**
 * Serves a request with bytes, which leave as they are handed to `send`. `send` only borrows them: a connected client
 * copies them in a microtask at the latest, when it packs a message's head and body into one write. A disconnected
 * client would keep the same memory until it reconnects, when the memory may hold something else and the caller may be
 * on another server: so an outage ends the result. Replicas share the load as one queue group.
 */
export function serveBytes<Q extends TSchema, R extends TSchema>(
  bus: Bus,
  { subject, request }: BusRequest<Q, R>,
  handle: (body: Static<Q>, send: (bytes: Buffer) => void) => Promise<Static<R>>,
): Serving {
  const respond = async (msg: Msg, span?: Span) => {
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
      const answer = await handle(bodyOf(msg, subject, request), send)
      msg.respond(JSON.stringify({ answer, bytes }))
    } catch (err) {
      span?.fail(err)
      respondWithProblem(bus, msg, subject, err)
    }
    msg.respond()
  }
  return receiveRequests(bus, subject, respond)
}
