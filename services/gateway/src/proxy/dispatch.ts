import type { ServerResponse } from 'node:http'
import { Problem } from '@lingzhi/contracts/problem'
import { inTrace } from '@lingzhi/runtime/trace'
import type { Dispatcher } from 'undici'
import type { Answer, Done } from './receive-answer.ts'
import { receiveAnswer } from './receive-answer.ts'
import type { Replica } from './replica.ts'
import { noteAnswer, noteFailure } from './replica.ts'
import type { Row } from './row.ts'
import { boundsOf } from './row.ts'
import type { Service } from './service.ts'
import { neverReached, toUpstreamProblem, wasAbandoned } from './upstream-problems.ts'

type Options = Dispatcher.DispatchOptions

/** Key under which the client's response rides on a call's headers object; a symbol is never sent. */
export const clientKey = Symbol('client')
type Riding = { [clientKey]?: ServerResponse; traceparent?: string }

const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
/** Replicas asked for one request, at most. */
const attemptsMax = 3

/**
 * What @fastify/http-proxy calls instead of an undici pool: picks the replica, bounds the waits, takes note of
 * how it went, and gives up when the client leaves. Another replica is asked only when the request never
 * reached the first one, is idempotent, and has no body that might be half sent.
 */
export function dispatcherOf(service: Service, row: Row, timeoutMs: number) {
  const { headersTimeoutMs: headersTimeout, idleTimeoutMs: bodyTimeout } = boundsOf(row, timeoutMs)

  const attempt = (options: Options, tried: readonly Replica[], done: Done): void => {
    let replica: Replica
    try {
      replica = service.pick(tried)
    } catch (problem) {
      done(problem as Error)
      return
    }
    const { [clientKey]: client, traceparent = '' } = options.headers as Riding
    replica.asked += 1
    replica.inFlight += 1
    const { handler, abandon } = receiveAnswer(options.method, (err, answer) => {
      client?.off('close', abandon)
      if (answer) {
        noteAnswer(replica, answer.headers)
        releaseAfter(answer, replica)
        done(null, answer)
      } else inTrace(traceparent, () => fail(err as Error))
    })
    const fail = (err: Error) => {
      replica.inFlight -= 1
      // The client's doing, not the replica's: it left, or its body turned out too large.
      if (wasAbandoned(err) || err instanceof Problem) {
        done(err)
        return
      }
      noteFailure(replica, neverReached(err))
      const next = [...tried, replica]
      const again = neverReached(err) && idempotent.has(options.method) && !options.body
      if (again && next.length < Math.min(attemptsMax, service.replicas.length)) attempt(options, next, done)
      else done(toUpstreamProblem(err))
    }
    client?.once('close', abandon)
    const pool = row.streams || row.slow ? replica.streams : replica.pool
    pool.dispatch({ ...options, origin: replica.origin, headersTimeout, bodyTimeout }, handler)
  }

  return { request: (options: Options, done: Done) => attempt(options, [], done) }
}

function releaseAfter({ body }: Answer, replica: Replica): void {
  const release = () => {
    replica.inFlight -= 1
  }
  if (Buffer.isBuffer(body)) release()
  else body.once('close', release)
}
