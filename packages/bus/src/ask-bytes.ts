import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry, unpack } from '@lingzhi/contracts/carried-problem'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { Problem } from '@lingzhi/contracts/problem'
import type { Question } from '@lingzhi/contracts/question'
import type { Msg } from 'nats'
import type { Static, TSchema } from 'typebox'
import type { Answering } from './ask.ts'
import type { Bus } from './open-bus.ts'
import { inTraceOf, withTrace } from './trace-headers.ts'
import { validatorOf } from './validator-of.ts'

/** An answer with a body that is not JSON: the answer itself is checked, the bytes are passed on untouched. */
export interface WithBytes<A> {
  answer: A
  /** The bytes as they arrived, in order; where one piece ends means nothing. */
  pieces: Buffer[]
}

type Foot<A> = { answer: A; bytes: number } | { problem: CarriedProblem }

// A quarter of what a socket is read by at once: most frames then arrive whole, and the client copies only the others.
const frameMaxBytes = 16 * 1024

/**
 * Asks like `ask`, for answers with bytes before them. On the wire: the bytes in frames, then the answer as JSON
 * with their number, then an empty message. Bytes that do not all arrive in time are SERVICE_UNAVAILABLE, never
 * a shorter answer.
 */
export async function askBytes<Q extends TSchema, A extends TSchema>(
  bus: Bus,
  { subject, answer, deadlineMs }: Question<Q, A>,
  body: Static<Q>,
): Promise<WithBytes<Static<A>>> {
  const unusable = (cause: unknown) => ServiceUnavailable({ retryAfterS: 2, cause })
  let messages: Msg[]
  try {
    messages = await collect(bus, subject, JSON.stringify(body), deadlineMs)
  } catch (cause) {
    throw unusable(cause)
  }
  const last = messages.pop()
  if (!last) throw unusable(new Error(`${subject}: no answer within ${deadlineMs} ms`))
  const foot = footOf<Static<A>>(last)
  if (foot && 'problem' in foot) throw unpack(foot.problem)
  const pieces = messages.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
  if (!foot || !validatorOf(answer).Check(foot.answer) || bytes !== foot.bytes) {
    throw unusable(new Error(`${subject}: the answer is not whole or does not match its schema`))
  }
  return { answer: foot.answer, pieces }
}

/** Undefined for a frame: the answer was cut before its end. */
function footOf<A>(msg: Msg): Foot<A> | undefined {
  try {
    return msg.json<Foot<A>>()
  } catch {}
}

/** All messages of one answer, or an error at once when the connection goes: the client itself would wait on. */
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
 * Answers a question with bytes, which leave as they are handed to `send`. They are only lent to it: a connected client
 * copies them at the latest in a microtask, when it packs a message's head and body into one write. One that is not
 * keeps them as they are until it is again, when they may long hold something else, while whoever asked is connected to
 * another server and waits: so an outage ends the answer. All replicas of a service share the load as one queue group.
 */
export function answerBytes<Q extends TSchema, A extends TSchema>(
  bus: Bus,
  { subject, question }: Question<Q, A>,
  handle: (body: Static<Q>, send: (bytes: Buffer) => void) => Promise<Static<A>>,
): Answering {
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
      if (!validatorOf(question).Check(body))
        throw new Error(`${subject}: the question does not match its schema`)
      const answer = await handle(body, send)
      msg.respond(JSON.stringify({ answer, bytes }))
    } catch (err) {
      const known = err instanceof Problem ? err : ServiceUnavailable({ cause: err })
      if (known !== err) bus.log.error({ err, subject }, 'answering a question failed')
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
