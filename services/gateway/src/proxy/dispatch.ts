import type { EventEmitter } from 'node:events'
import { Problem } from '@lingzhi/contracts/problem'
import type { Dispatcher } from 'undici'
import type { Replica } from './replica.ts'
import { noteAnswer, noteFailure } from './replica.ts'
import type { Row } from './row.ts'
import { boundsOf } from './row.ts'
import type { Service } from './service.ts'
import { neverReached, toUpstreamProblem, wasAbandoned } from './upstream-problems.ts'

type Options = Dispatcher.RequestOptions
type Callback = (err: Error | null, data: Dispatcher.ResponseData) => void

/** Key under which a call's abort signal rides on its headers object; a symbol is never sent. */
export const abortKey = Symbol('abort')

const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
/** Replicas asked for one request, at most. */
const attemptsMax = 3

/**
 * What @fastify/http-proxy calls instead of an undici pool: picks the replica, bounds the waits, takes note of
 * how it went. Another replica is asked only when the request never reached the first one, is
 * idempotent, and has no body that might be half sent.
 */
export function dispatcherOf(service: Service, row: Row, timeoutMs: number) {
  const { headersTimeoutMs, idleTimeoutMs } = boundsOf(row, timeoutMs)

  const attempt = (options: Options, tried: readonly Replica[], done: Callback): void => {
    let replica: Replica
    try {
      replica = service.pick(tried)
    } catch (problem) {
      done(problem as Error, undefined as never)
      return
    }
    const release = counted(replica)
    const pool = row.streams || row.slow ? replica.streams : replica.pool
    pool.request({ ...options, origin: replica.origin }, (err, answer) => {
      if (!err) {
        noteAnswer(replica)
        answer.body.once('close', release)
        // A body nobody reads any more may still fail; that must not end the process.
        answer.body.on('error', () => {})
        done(null, answer)
        return
      }
      release()
      // The client's doing, not the replica's: it left, or its body turned out too large.
      if (wasAbandoned(err) || err instanceof Problem) {
        done(err, answer)
        return
      }
      noteFailure(replica, neverReached(err))
      const next = [...tried, replica]
      const again = neverReached(err) && idempotent.has(options.method) && !options.body
      if (again && next.length < Math.min(attemptsMax, service.replicas.length)) attempt(options, next, done)
      else done(toUpstreamProblem(err), answer)
    })
  }

  return {
    request: (options: Options, done: Callback) => {
      const headers = options.headers as Record<symbol, EventEmitter | undefined>
      const signal = headers[abortKey]
      const bounds = { headersTimeout: headersTimeoutMs, bodyTimeout: idleTimeoutMs }
      attempt({ ...options, ...bounds, ...(signal && { signal }) }, [], done)
    },
  }
}

function counted(replica: Replica): () => void {
  let open = true
  replica.asked += 1
  replica.inFlight += 1
  return () => {
    if (open) replica.inFlight -= 1
    open = false
  }
}
