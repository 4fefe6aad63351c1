import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { MalformedRequest } from '@lingzhi/contracts/common-problems'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher } from 'undici'
import { callerOf } from '../limits/limit-requests.ts'
import type { EventStreams } from '../proxy/pump-events.ts'
import type { Answer } from '../proxy/receive-answer.ts'
import { eventsOf } from '../proxy/receive-answer.ts'
import { answerHeaders, requestHeaders } from '../proxy/request-headers.ts'
import type { Turn } from './once.ts'
import { takeTurn } from './once.ts'
import type { Records } from './records.ts'
import type { KeptAnswer } from './sealed-answer.ts'
import { sealOf } from './sealed-answer.ts'

export type Ask = (options: Dispatcher.DispatchOptions) => Promise<Answer>

const wellFormed = /^[\x21-\x7e]{1,255}$/
/** Larger answers are passed on and not kept; nothing that creates something answers at such length. */
const keptMaxBytes = 262_144
/** Answers that decided nothing: the same request may well succeed later. */
const undecided = new Set([401, 403, 408, 425, 429])

/** The key of a request, or undefined; BAD_REQUEST for one that is no key. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && wellFormed.test(key)) return key
  throw MalformedRequest({
    detail: {
      zh: 'Idempotency-Key 必须为 1 到 255 个可见 ASCII 字符',
      en: 'Idempotency-Key must be 1 to 255 visible ASCII characters.',
    },
  })
}

/**
 * Lets a request that creates something happen once, however often it is sent. The first is seen through
 * even when its client has gone: that client is the one who will ask again. A stream is replayed through its
 * reply, whose id its `start` event tells; a stream that tells none is not repeated.
 */
export async function answerOnce(
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
  { ask, records, streams }: { ask: Ask; records: Records; streams: EventStreams },
): Promise<void> {
  const asked = request.body as Buffer | undefined
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const seal = sealOf(callerOf(request), key)
  const outcome = await takeTurn(records, seal, fingerprintOf(request, asked), gone.signal)
  const headers = requestHeaders(request, request.headers)
  delete headers['idempotency-key']

  if ('answer' in outcome) {
    reply.header('idempotency-replayed', 'true')
    const { location } = outcome.answer
    if (!location) return replay(reply, outcome.answer)
    const replayed = await ask({
      method: 'GET',
      path: location,
      headers: { ...headers, 'content-length': undefined },
    })
    return deliver(reply, replayed, streams)
  }

  const { turn } = outcome
  let answer: Answer
  try {
    answer = await ask({ method: 'POST', path: request.url, headers, body: asked ?? null })
  } catch (err) {
    await turn.release()
    throw err
  }
  const events = eventsOf(answer)
  if (events) {
    const kept = keepReplyId(events, turn)
    if (!gone.signal.aborted) return deliver(reply, answer, streams)
    reply.hijack()
    await kept
    events.destroy()
    return
  }
  const decided = answer.statusCode < 500 && !undecided.has(answer.statusCode)
  const body = await collect(answer.body)
  const whole = Buffer.isBuffer(body)
  if (!decided || !whole) await turn.release()
  if (!whole) return deliver(reply, { ...answer, body }, streams)
  const kept = toKept(answer, body)
  if (decided) await turn.keep(kept)
  replay(reply, kept)
}

function fingerprintOf({ method, url }: FastifyRequest, body: Buffer | undefined): string {
  return createHash('sha256')
    .update(`${method} ${url}\n`)
    .update(body ?? '')
    .digest('base64')
}

function toKept({ statusCode, headers }: Answer, body: Buffer): KeptAnswer {
  const kept = answerHeaders(headers)
  for (const name of ['date', 'content-length', 'transfer-encoding']) delete kept[name]
  return { status: statusCode, headers: kept as KeptAnswer['headers'], body: body.toString('base64') }
}

function replay(reply: FastifyReply, { status, headers, body }: KeptAnswer): void {
  reply.code(status).headers(headers).send(Buffer.from(body, 'base64'))
}

function deliver(reply: FastifyReply, answer: Answer, streams: EventStreams): void {
  reply.code(answer.statusCode).headers(answerHeaders(answer.headers))
  const events = eventsOf(answer)
  if (events) streams.pump(reply, events)
  else reply.send(answer.body)
}

/** All of a body; one that is longer than what is kept stays a stream. */
async function collect(body: Answer['body']): Promise<Answer['body']> {
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

const replyId = /"reply_id":\s*"([\da-f-]{36})"/
const searchedMax = 4_096

/** Reads a stream's reply id on its way past; resolves once it is kept, or known to be missing. */
function keepReplyId(body: Readable, turn: Turn): Promise<void> {
  let begun = ''
  return new Promise((resolve) => {
    const settle = (id?: string) => {
      body.off('data', look)
      body.off('close', none)
      const location = `/api/chat-stream/${id}`
      resolve(id ? turn.keep({ status: 200, headers: {}, body: '', location }) : turn.release())
    }
    const look = (chunk: Buffer) => {
      begun += chunk.toString('latin1')
      const id = replyId.exec(begun)?.[1]
      if (id || begun.length >= searchedMax) settle(id)
    }
    const none = () => settle()
    body.on('data', look)
    body.once('close', none)
  })
}
