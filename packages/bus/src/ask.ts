import type { CarriedProblem } from '@lingzhi/contracts/carried-problem'
import { carry, unpack } from '@lingzhi/contracts/carried-problem'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { Problem } from '@lingzhi/contracts/problem'
import type { Question } from '@lingzhi/contracts/question'
import type { Msg } from 'nats'
import type { Static, TSchema } from 'typebox'
import type { Bus } from './open-bus.ts'
import { inTraceOf, withTrace } from './trace-headers.ts'
import { validatorOf } from './validator-of.ts'

type Answer<T> = { answer: T } | { problem: CarriedProblem }

/**
 * Asks whichever replica of the owning service is free. A Problem raised there is raised here; no answer
 * within the question's deadline, or nobody to ask, is SERVICE_UNAVAILABLE.
 */
export async function ask<Q extends TSchema, A extends TSchema>(
  bus: Bus,
  { subject, answer, deadlineMs }: Question<Q, A>,
  body: Static<Q>,
): Promise<Static<A>> {
  let reply: Answer<unknown>
  try {
    const options = { timeout: deadlineMs, ...withTrace() }
    const msg = await bus.nc.request(bus.subject(subject), JSON.stringify(body), options)
    reply = msg.json<Answer<unknown>>()
  } catch (cause) {
    throw ServiceUnavailable({ retryAfterS: 2, cause })
  }
  if ('problem' in reply) throw unpack(reply.problem)
  if (!validatorOf(answer).Check(reply.answer)) {
    throw ServiceUnavailable({
      retryAfterS: 2,
      cause: new Error(`${subject}: the answer does not match its schema`),
    })
  }
  return reply.answer as Static<A>
}

export interface Answering {
  close: () => Promise<void>
}

/** Answers a question; all replicas of a service share the load as one queue group. */
export function answer<Q extends TSchema, A extends TSchema>(
  bus: Bus,
  { subject, question }: Question<Q, A>,
  handle: (body: Static<Q>) => Promise<Static<A>>,
): Answering {
  const respond = async (msg: Msg) => {
    try {
      const body = msg.json<Static<Q>>()
      if (!validatorOf(question).Check(body))
        throw new Error(`${subject}: the question does not match its schema`)
      msg.respond(JSON.stringify({ answer: await handle(body) }))
    } catch (err) {
      const known = err instanceof Problem ? err : ServiceUnavailable({ cause: err })
      if (known !== err) bus.log.error({ err, subject }, 'answering a question failed')
      msg.respond(JSON.stringify({ problem: carry(known) }))
    }
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
