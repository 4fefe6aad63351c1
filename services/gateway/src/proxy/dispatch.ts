import type { ServerResponse } from 'node:http'
import { Problem } from '@lingzhi/contracts/problem'
import { inTrace } from '@lingzhi/runtime/trace'
import { beginSpan } from '@lingzhi/tracing/span'
import type { Dispatcher } from 'undici'
import type { Done, UpstreamResponse } from './receive-response.ts'
import { discard, receiveResponse } from './receive-response.ts'
import type { Replica } from './replica.ts'
import { noteFailure, noteResponse } from './replica.ts'
import type { Row } from './row.ts'
import { boundsOf } from './row.ts'
import type { Service } from './service.ts'
import { neverReached, toUpstreamProblem, wasAbandoned } from './upstream-problems.ts'

type Options = Dispatcher.DispatchOptions

/**
 * Key under which the client's response rides on a call's headers, an object that reply-from copies: what the copy carries is
 * all that reaches the dispatcher of the request it is for. A symbol is never sent.
 */
export const clientKey = Symbol('client')
interface Riding {
  [clientKey]?: ServerResponse
  traceparent?: string
}

const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])
/** Most replicas tried for one request. */
const attemptsMax = 3

/**
 * What @fastify/http-proxy calls instead of an undici pool: picks the replica, bounds the waits, records
 * the outcome, and gives up when the client leaves. Another replica is tried only when the request never
 * reached the first one, is idempotent, and has no body that might be half sent.
 */
export class ReplicaDispatcher {
  readonly #service: Service
  readonly #row: Row
  readonly #bounds: { headersTimeout: number; bodyTimeout: number }

  constructor(service: Service, row: Row, timeoutMs: number) {
    const { headersTimeoutMs: headersTimeout, idleTimeoutMs: bodyTimeout } = boundsOf(row, timeoutMs)
    this.#service = service
    this.#row = row
    this.#bounds = { headersTimeout, bodyTimeout }
  }

  request(options: Options, done: Done): void {
    const { [clientKey]: client } = options.headers as Riding
    // Who has left is told nothing: reply-from would log a failure, and fall over a response that is no stream.
    this.#attempt(options, [], (err, response) => {
      if (!client?.destroyed) done(err, response)
      else if (response) discard(response.body)
    })
  }

  #attempt(options: Options, tried: readonly Replica[], done: Done): void {
    let replica: Replica
    try {
      replica = this.#service.pick(tried)
    } catch (problem) {
      done(problem as Error)
      return
    }
    const { [clientKey]: client, traceparent = '' } = options.headers as Riding
    const span = beginSpan(
      'client',
      `${options.method} ${this.#service.name}`,
      attributesOf(options),
      traceparent,
    )
    replica.requests += 1
    replica.inFlight += 1
    const { handler, abandon } = receiveResponse(options.method, (err, response) => {
      client?.off('close', abandon)
      if (response) {
        noteResponse(replica, response.headers)
        span?.set({ 'http.response.status_code': response.statusCode })
        afterBody(response, () => {
          replica.inFlight -= 1
          span?.end()
        })
        done(null, response)
      } else inTrace(traceparent, () => fail(err as Error))
    })
    const fail = (err: Error) => {
      replica.inFlight -= 1
      span?.fail(err)
      span?.end()
      // The client's doing, not the replica's: it left, or its body turned out too large.
      if (wasAbandoned(err) || err instanceof Problem) {
        done(err)
        return
      }
      noteFailure(replica, neverReached(err))
      const next = [...tried, replica]
      const again = neverReached(err) && idempotent.has(options.method) && !options.body
      if (again && next.length < Math.min(attemptsMax, this.#service.replicas.length))
        this.#attempt(options, next, done)
      else done(toUpstreamProblem(err))
    }
    client?.once('close', abandon)
    const pool = this.#row.streams || this.#row.slow ? replica.streams : replica.pool
    const traced = span
      ? { ...options, headers: { ...options.headers, traceparent: span.traceparent } }
      : options
    pool.dispatch({ ...traced, origin: replica.origin, ...this.#bounds }, handler)
  }
}

const attributesOf = ({ method }: Options) => ({ 'http.request.method': method })

function afterBody({ body }: UpstreamResponse, ended: () => void): void {
  if (Buffer.isBuffer(body)) ended()
  else body.once('close', ended)
}
