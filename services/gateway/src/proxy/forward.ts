import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import httpProxy from '@fastify/http-proxy'
import { Problem } from '@lingzhi/contracts/problem'
import type { App } from '@lingzhi/http/create-http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ask } from '../idempotency/answer-once.ts'
import { answerOnce, idempotencyKeyOf } from '../idempotency/answer-once.ts'
import type { Records } from '../idempotency/records.ts'
import { checkDigest } from '../signing/check-signature.ts'
import { clientKey, dispatcherOf } from './dispatch.ts'
import type { EventStreams } from './pump-events.ts'
import type { Answer } from './receive-answer.ts'
import { eventsOf } from './receive-answer.ts'
import { answerHeaders, requestHeaders } from './request-headers.ts'
import type { Row } from './row.ts'
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
      // Not returned: Fastify would wait for it as for a promise, and nothing comes of it but the cost.
      reply.from(dest, {
        ...options,
        ...wholeBody(request),
        rewriteRequestHeaders: (_request, headers) =>
          Object.assign(requestHeaders(request, headers as IncomingHttpHeaders), { [clientKey]: reply.raw }),
      })
    },
    replyOptions: {
      // Its own policy repeats requests on 503; ours is the dispatcher's.
      retryDelay: () => null,
      rewriteHeaders: (headers) => answerHeaders(headers as IncomingHttpHeaders),
      onResponse: (_request, reply, answer) =>
        deliver(reply as FastifyReply, answer.stream as unknown as Answer['body'], streams),
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
      dispatcher.request(options as never, (err, answer) => (answer ? resolve(answer) : reject(err)))
    })

function deliver(reply: FastifyReply, body: Answer['body'], streams: EventStreams): void {
  const events = eventsOf({ headers: reply.getHeaders() as Answer['headers'], body })
  if (events) streams.pump(reply, events)
  else if (Buffer.isBuffer(body) && body.length <= oneWriteMaxBytes) sendAtOnce(reply, body)
  else reply.send(body)
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
  // What is left of a body nobody reads must not be taken for the connection's next request.
  if (!reply.request.raw.complete) reply.header('connection', 'close')
  reply.send(error.cause instanceof Problem ? error.cause : error)
}
