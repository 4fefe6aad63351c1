import { EventEmitter } from 'node:events'
import type { IncomingHttpHeaders } from 'node:http'
import httpProxy from '@fastify/http-proxy'
import { Problem } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Dispatcher } from 'undici'
import type { Ask } from '../idempotency/answer-once.ts'
import { answerOnce, idempotencyKeyOf } from '../idempotency/answer-once.ts'
import type { Records } from '../idempotency/records.ts'
import { checkDigest } from '../signing/check-signature.ts'
import { abortKey, dispatcherOf } from './dispatch.ts'
import type { EventStreams } from './pump-events.ts'
import { answerHeaders, requestHeaders } from './request-headers.ts'
import type { Row } from './row.ts'
import type { Service } from './service.ts'
import { UpstreamFailed } from './upstream-problems.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The row of upstreams.ts this route was made from. */
    row?: Row
  }
  interface FastifyRequest {
    /** Emits `abort` when the client goes away before it has the whole answer. */
    abandoned: EventEmitter | undefined
  }
}

export interface Forwarding {
  streams: EventStreams
  records: Records
  /** Longest wait for an ordinary answer. */
  timeoutMs: number
}

/** Registers one row of the table with @fastify/http-proxy. */
export async function forward(
  app: App,
  row: Row,
  service: Service,
  { streams, records, timeoutMs }: Forwarding,
): Promise<void> {
  const dispatcher = dispatcherOf(service, row, timeoutMs)
  const answering = { ask: asking(dispatcher), records, streams }
  await app.register(httpProxy, {
    // A name, not an address: the dispatcher knows the replicas.
    upstream: `http://${service.name}`,
    undici: dispatcher as never,
    routes: [row.path],
    httpMethods: [...row.methods],
    config: { row },
    proxyPayloads: false,
    cacheURLs: 1_000,
    disableRequestLogging: true,
    handler: (request, reply, dest, options) => {
      // Its client left during the checks: there is nobody to ask for.
      if (request.raw.socket.destroyed) return reply.hijack()
      checkDigest(request)
      const key = row.creates ? idempotencyKeyOf(request) : undefined
      if (key !== undefined) return answerOnce(request, reply, key, answering)
      request.abandoned = abandonedWith(reply)
      return reply.from(dest, { ...options, ...wholeBody(request) })
    },
    replyOptions: {
      // Its own policy repeats requests on 503; ours is the dispatcher's.
      retryDelay: () => null,
      rewriteRequestHeaders: (request, headers) => {
        const { abandoned } = request as FastifyRequest
        const rewritten = requestHeaders(request as FastifyRequest, headers as IncomingHttpHeaders)
        return Object.assign(rewritten, { [abortKey]: abandoned })
      },
      rewriteHeaders: (headers) => answerHeaders(headers as IncomingHttpHeaders),
      onResponse: (_request, reply, answer) =>
        deliver(reply as FastifyReply, answer.stream as unknown as Dispatcher.ResponseData['body'], streams),
      onError: (reply, { error }) => fail(reply as FastifyReply, error),
    },
  })
}

/** A body that was read whole is sent as it came, not encoded again. */
function wholeBody({ body, headers }: FastifyRequest): { body?: Buffer; contentType?: string } {
  if (!Buffer.isBuffer(body)) return {}
  return { body, contentType: headers['content-type'] ?? 'application/octet-stream' }
}

const asking =
  (dispatcher: ReturnType<typeof dispatcherOf>): Ask =>
  (options) =>
    new Promise((resolve, reject) => {
      dispatcher.request(options as never, (err, answer) => (err ? reject(err) : resolve(answer)))
    })

/** An answer this small is read whole: cheaper than a stream, and one that breaks off becomes a problem. */
const smallMaxBytes = 65_536
const ofTheBody = [
  'content-length',
  'content-encoding',
  'content-disposition',
  'content-range',
  'etag',
  'digest',
]

function deliver(reply: FastifyReply, body: Dispatcher.ResponseData['body'], streams: EventStreams): void {
  const type = String(reply.getHeader('content-type') ?? '')
  if (type.startsWith('text/event-stream')) {
    streams.pump(reply, body)
    return
  }
  const length = Number(reply.getHeader('content-length') ?? Number.NaN)
  if (!(length <= smallMaxBytes) || reply.request.method === 'HEAD') {
    reply.send(body)
    return
  }
  body.bytes().then(
    (bytes) => reply.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    (cause) => {
      if (reply.raw.destroyed) return
      for (const name of ofTheBody) reply.removeHeader(name)
      reply.send(UpstreamFailed({ retryAfterS: 1, cause }))
    },
  )
}

function fail(reply: FastifyReply, error: Error): void {
  // What is left of a body nobody reads must not be taken for the connection's next request.
  if (!reply.request.raw.complete) reply.header('connection', 'close')
  reply.send(error.cause instanceof Problem ? error.cause : error)
}

/** An AbortController would do, at several times the price on a path every request takes. */
function abandonedWith({ raw }: FastifyReply): EventEmitter {
  const abandoned = new EventEmitter()
  raw.once('close', () => {
    if (!raw.writableFinished) abandoned.emit('abort')
  })
  return abandoned
}
