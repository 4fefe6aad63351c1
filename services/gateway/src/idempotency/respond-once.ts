import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { MalformedRequest } from '@lingzhi/contracts/common-problems'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher } from 'undici'
import { callerOf } from '../limits/limit-requests.ts'
import type { EventStreams } from '../proxy/pump-events.ts'
import type { UpstreamResponse } from '../proxy/receive-response.ts'
import { eventsOf } from '../proxy/receive-response.ts'
import { requestHeaders, responseHeaders } from '../proxy/request-headers.ts'
import type { Records } from './records.ts'
import type { KeptResponse } from './sealed-response.ts'
import { sealOf } from './sealed-response.ts'
import { takeTurn } from './take-turn.ts'

export type Send = (options: Dispatcher.DispatchOptions) => Promise<UpstreamResponse>

const wellFormed = /^[\x21-\x7e]{1,255}$/
/** Larger responses are passed on and not kept; no route that creates something has such a long response. */
const keptMaxBytes = 262_144
/** Responses that decided nothing: the same request may well succeed later. */
const undecided = new Set([401, 403, 408, 425, 429])

/** The key of a request, or undefined; BAD_REQUEST for one that is no key. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && wellFormed.test(key)) return key
  throw MalformedRequest({
    detail: {
      zh: 'Idempotency-Key 必须为 1 到 255 个可见 ASCII 字符',
      en: 'Idempotency-Key takes 1 to 255 visible ASCII characters.',
    },
  })
}

export interface Responding {
  send: Send
  records: Records
  streams: EventStreams
  now: () => Date
}

/**
 * Performs a request that creates something once, however often it is sent. The first is completed even when its
 * client has gone, as that client will send it again. Of a stream only its Content-Location is kept, where a duplicate
 * reads the same again; a stream without one is not replayed.
 */
export async function respondOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
  { send, records, streams, now }: Responding,
): Promise<void> {
  const sent = request.body as Buffer | undefined
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const seal = sealOf(callerOf(request), key)
  const claim = { seal, fingerprint: fingerprintOf(request, sent) }
  const outcome = await takeTurn(records, claim, gone.signal, now)
  const headers = requestHeaders(request, request.headers)
  delete headers['idempotency-key']

  if ('kept' in outcome) {
    reply.header('idempotency-replayed', 'true')
    const { location } = outcome.kept
    if (!location) return replay(reply, outcome.kept)
    const replayed = await send({
      method: 'GET',
      path: location,
      headers: { ...headers, 'content-length': undefined, 'idempotency-key': key },
    })
    return deliver(reply, replayed, streams)
  }

  const { turn } = outcome
  let response: UpstreamResponse
  try {
    response = await send({ method: 'POST', path: request.url, headers, body: sent ?? null })
  } catch (err) {
    await turn.release()
    throw err
  }
  const events = eventsOf(response)
  if (events) {
    const location = locationOf(response)
    const settled = location ? turn.keep({ status: 200, headers: {}, body: '', location }) : turn.release()
    if (!gone.signal.aborted) return deliver(reply, response, streams)
    reply.hijack()
    await settled
    events.destroy()
    return
  }
  const decided = response.statusCode < 500 && !undecided.has(response.statusCode)
  const body = await collect(response.body)
  const whole = Buffer.isBuffer(body)
  if (!decided || !whole) await turn.release()
  if (!whole) return deliver(reply, { ...response, body }, streams)
  const kept = toKept(response, body)
  if (decided) await turn.keep(kept)
  replay(reply, kept)
}

/** Where the same response can be read again: a path of its own (RFC 9110, section 8.7), or nothing. */
function locationOf({ headers }: UpstreamResponse): string | undefined {
  const location = headers['content-location']
  return typeof location === 'string' && ownPath.test(location) ? location : undefined
}

const ownPath = /^\/(?!\/)[\x21-\x7e]*$/

function fingerprintOf({ method, url }: FastifyRequest, body: Buffer | undefined): string {
  return createHash('sha256')
    .update(`${method} ${url}\n`)
    .update(body ?? '')
    .digest('base64')
}

function toKept({ statusCode, headers }: UpstreamResponse, body: Buffer): KeptResponse {
  const kept = responseHeaders(headers)
  for (const name of ['date', 'content-length', 'transfer-encoding']) delete kept[name]
  return { status: statusCode, headers: kept as KeptResponse['headers'], body: body.toString('base64') }
}

function replay(reply: FastifyReply, { status, headers, body }: KeptResponse): void {
  reply.code(status).headers(headers).send(Buffer.from(body, 'base64'))
}

function deliver(reply: FastifyReply, response: UpstreamResponse, streams: EventStreams): void {
  reply.code(response.statusCode).headers(responseHeaders(response.headers))
  const events = eventsOf(response)
  if (events) streams.pump(reply, events)
  else reply.send(response.body)
}

/** All of a body; one that is longer than what is kept stays a stream. */
async function collect(body: UpstreamResponse['body']): Promise<UpstreamResponse['body']> {
  if (Buffer.isBuffer(body)) return body
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer)
    bytes += (chunk as Buffer).length
    if (bytes > keptMaxBytes) return chained(chunks, body)
  }
  return Buffer.concat(chunks)
}

const chained = (chunks: Buffer[], rest: Readable): Readable =>
  Readable.from(
    (async function* () {
      yield* chunks
      yield* rest
    })(),
  )
