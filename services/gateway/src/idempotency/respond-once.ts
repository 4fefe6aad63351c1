import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { MalformedRequest } from '@lingzhi/contracts/common-problems'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher } from 'undici'
import { callerOf, holdSlot } from '../limits/limit-requests.ts'
import type { EventStreams } from '../proxy/pump-events.ts'
import type { UpstreamResponse } from '../proxy/receive-response.ts'
import { eventsOf } from '../proxy/receive-response.ts'
import { requestHeaders, responseHeaders } from '../proxy/request-headers.ts'
import { recordStream } from './record-stream.ts'
import type { Records } from './records.ts'
import type { KeptResponse, Seals } from './sealed-response.ts'
import { keptFor } from './shares.ts'
import type { Turn } from './take-turn.ts'
import { NotKept, takeTurn, tooLong } from './take-turn.ts'

export type Send = (options: Dispatcher.DispatchOptions) => Promise<UpstreamResponse>

const wellFormed = /^[\x21-\x7e]{1,255}$/
/** Of a response, and of a stream when it is packed. Longer ones are passed on, and only that they were is kept. */
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
  seals: Seals
  streams: EventStreams
  now: () => Date
  /** For how long a response is replayed. */
  keptMs: number
}

/**
 * Performs a request that creates something once, however often it is sent. The first is completed even when its
 * client has gone, as that client will send it again. Of a stream its Content-Location is kept, where a duplicate reads
 * the same again, or all of it where there is none. Its caller's stream slot is held until it is complete. Raises IDEMPOTENCY_NOT_KEPT for a duplicate of what was too long.
 */
export async function respondOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
  { send, records, seals, streams, now, keptMs }: Responding,
): Promise<void> {
  const sent = request.body as Buffer | undefined
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const seal = seals.of(callerOf(request), key)
  const fingerprint = seals.fingerprint(`${request.method} ${request.url}`, sent)
  const claim = { seal, fingerprint, caller: keptFor(request), keptMs }
  const outcome = await takeTurn(records, claim, gone.signal, now)
  const headers = requestHeaders(request, request.headers)
  delete headers['idempotency-key']

  if ('kept' in outcome) {
    reply.header('idempotency-replayed', 'true')
    const { location, tooLong } = outcome.kept
    if (tooLong) {
      // OpenAI's clients would try a 409 again.
      reply.header('x-should-retry', 'false')
      throw NotKept()
    }
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
    const sending = send({ method: 'POST', path: request.url, headers, body: sent ?? null })
    holdSlot(request, sending)
    response = await sending
  } catch (err) {
    await turn.release()
    throw err
  }
  const events = eventsOf(response)
  if (events) {
    const location = locationOf(response)
    if (!location) {
      const { copy, packed } = recordStream(events, keptMaxBytes)
      holdSlot(request, packed)
      void packed.then((whole) => keepStream(turn, response, whole))
      return deliver(reply, { ...response, body: copy }, streams)
    }
    const settled = turn.keep({ status: 200, headers: {}, body: Buffer.alloc(0), location })
    if (!gone.signal.aborted) return deliver(reply, response, streams)
    reply.hijack()
    await settled
    events.destroy()
    return
  }
  const decided = response.statusCode < 500 && !undecided.has(response.statusCode)
  const body = await collect(response.body)
  const whole = Buffer.isBuffer(body)
  if (!decided) await turn.release()
  else if (!whole) await turn.keep(tooLong)
  if (!whole) return deliver(reply, { ...response, body }, streams)
  const kept = toKept(response, body)
  if (decided) await turn.keep(kept)
  await replay(reply, kept)
}

/** Where the same response can be read again: a path of its own (RFC 9110, section 8.7), or nothing. */
function locationOf({ headers }: UpstreamResponse): string | undefined {
  const location = headers['content-location']
  return typeof location === 'string' && ownPath.test(location) ? location : undefined
}

const ownPath = /^\/(?!\/)[\x21-\x7e]*$/

function toKept({ statusCode, headers }: UpstreamResponse, body: Buffer): KeptResponse {
  const kept = responseHeaders(headers)
  for (const name of ['date', 'content-length', 'transfer-encoding']) delete kept[name]
  return { status: statusCode, headers: kept as KeptResponse['headers'], body }
}

/** A stream that broke off, or ended with an error, decided nothing: whoever read it saw that. */
function keepStream(turn: Turn, response: UpstreamResponse, whole: Buffer | 'tooLong' | undefined) {
  if (whole === undefined) return turn.release()
  return turn.keep(whole === 'tooLong' ? tooLong : { ...toKept(response, whole), packed: true })
}

const unpack = promisify(gunzip)

async function replay(reply: FastifyReply, { status, headers, body, packed }: KeptResponse): Promise<void> {
  reply
    .code(status)
    .headers(headers)
    .send(packed ? await unpack(body) : body)
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
