import type { OutgoingHttpHeaders } from 'node:http'
import httpProxy from '@fastify/http-proxy'
import { Problem } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import type { ReaderBounds } from '@lingzhi/http/watch-reader'
import { watchReader } from '@lingzhi/http/watch-reader'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher } from 'undici'
import { isGuessable, KeyGuessable } from '../idempotency/guessable.ts'
import type { Records } from '../idempotency/records.ts'
import type { Send } from '../idempotency/respond-once.ts'
import { idempotencyKeyOf, respondOnce } from '../idempotency/respond-once.ts'
import type { Seals } from '../idempotency/sealed-response.ts'
import { checkDigest } from '../signing/check-signature.ts'
import { callBack } from './call-back.ts'
import { clientKey, ReplicaDispatcher } from './dispatch.ts'
import type { EventStreams } from './pump-events.ts'
import type { UpstreamResponse } from './receive-response.ts'
import { discard, eventsOf } from './receive-response.ts'
import { requestHeaders, responseHeaders } from './request-headers.ts'
import type { Row } from './row.ts'
import { keptMsOf } from './row.ts'
import type { Service } from './service.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The row of upstreams.ts this route was made from. */
    row?: Row
  }
}

export interface Forwarding {
  streams: EventStreams
  records: Records
  seals: Seals
  now: () => Date
  /** How slowly a response may be read that is not small, nor a stream of events. */
  reader: ReaderBounds
  /** Longest wait for an ordinary response. */
  timeoutMs: number
}

/** Registers one row of the table with @fastify/http-proxy. */
export async function forward(
  app: App,
  row: Row,
  service: Service,
  { streams, records, seals, now, reader, timeoutMs }: Forwarding,
): Promise<void> {
  const dispatcher = new ReplicaDispatcher(service, row, timeoutMs)
  const responding = { send: sending(dispatcher), records, seals, streams, now, keptMs: keptMsOf(row) }
  await app.register(httpProxy, {
    // A name, not an address: the dispatcher knows the replicas.
    upstream: `http://${service.name}`,
    // Called with a callback only, and with nothing but `request`: the pools behind it are the service's to close.
    undici: dispatcher as unknown as { request: Dispatcher['request'] },
    routes: [row.path],
    httpMethods: [...row.methods],
    config: { row },
    proxyPayloads: false,
    cacheURLs: 1_000,
    disableRequestLogging: true,
    handler: (request, reply, dest, options) => {
      // Its client left during the checks.
      if (request.raw.socket.destroyed) return reply.hijack()
      checkDigest(request)
      const key = row.creates ? idempotencyKeyOf(request) : undefined
      if (key !== undefined && !request.principal && isGuessable(key, bodyOf(request))) throw KeyGuessable()
      // Resolves with the reply, as Fastify would otherwise send an empty one where a stream has not begun yet.
      if (key !== undefined) return respondOnce(request, reply, key, responding).then(() => reply)
      // Not returned: Fastify would wait for it as for a promise, which costs time and gains nothing.
      reply.from(dest, {
        ...options,
        ...wholeBody(request),
        rewriteRequestHeaders: (_request, headers) =>
          Object.assign(requestHeaders(request, headers), { [clientKey]: reply.raw }),
      })
    },
    replyOptions: {
      // Its own policy repeats requests on 503; ours is the dispatcher's.
      retryDelay: () => null,
      rewriteHeaders: (headers) => responseHeaders(headers),
      onResponse: (request, reply, { stream }) => {
        const after = Number(reply.getHeader('retry-after'))
        if (callBack(request as FastifyRequest, reply as FastifyReply, reply.statusCode, after))
          discard(stream)
        else deliver(reply as FastifyReply, stream, { streams, reader })
      },
      onError: (reply, { error }) => fail(reply as FastifyReply, error),
    },
  })
}

const bodyOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))

/** A body that was read whole is sent as it came, not encoded again. */
function wholeBody({ body, headers }: FastifyRequest): { body?: Buffer; contentType?: string } {
  if (!Buffer.isBuffer(body)) return {}
  return { body, contentType: headers['content-type'] ?? 'application/octet-stream' }
}

const sending =
  (dispatcher: ReplicaDispatcher): Send =>
  (options) =>
    new Promise((resolve, reject) => {
      dispatcher.request(options, (err, response) => (response ? resolve(response) : reject(err)))
    })

/**
 * Sends a response on. Whoever takes too slowly what is not small is cut off: it holds a connection to the service, and in both
 * processes what was made for it.
 */
function deliver(
  reply: FastifyReply,
  body: UpstreamResponse['body'],
  { streams, reader }: Pick<Forwarding, 'streams' | 'reader'>,
): void {
  const events = eventsOf({ headers: reply.getHeaders(), body })
  if (events) streams.pump(reply, events)
  else if (Buffer.isBuffer(body) && body.length <= oneWriteMaxBytes) sendAtOnce(reply, body)
  else {
    if (!Buffer.isBuffer(body)) watchReader(reply.raw, reader)
    reply.send(body)
  }
}

/** Up to here Node writes a string without allocating for it. */
const oneWriteMaxBytes = 12_288

/**
 * Header and body as one string, a byte a character: one write to the socket where a Buffer would take two, gathered,
 * at a tenth of all that the gateway spends on such a request.
 */
function sendAtOnce(reply: FastifyReply, body: Buffer): void {
  reply.hijack()
  reply.raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders)
  reply.raw.end(body.toString('latin1'), 'latin1')
}

function fail(reply: FastifyReply, error: Error): void {
  // The rest of an unread body must not be taken for the connection's next request.
  if (!reply.request.raw.complete) reply.header('connection', 'close')
  reply.send(error.cause instanceof Problem ? error.cause : error)
}
