import type { FastifyReply, FastifyRequest } from 'fastify'

/** Failures that pass by themselves. */
const passing = new Set([429, 502, 503, 504])
const waitDefaultS = 1

/**
 * Tells an EventSource to come back later where anyone else gets a status that says so, and returns whether it did. A browser's
 * EventSource cannot read that: it takes every status but 200 for the end and never tries again, so that one moment without a
 * service would cost each page its stream. It is known by what it sends, and by the Authorization header that it cannot send.
 */
export function callBack(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  retryAfterS?: number,
): boolean {
  if (!passing.has(status) || !isEventSource(request)) return false
  const waitMs = Math.ceil(Math.max(waitDefaultS, retryAfterS || 0) * 1_000)
  reply
    .code(200)
    .removeHeader('content-length')
    .removeHeader('content-encoding')
    .type('text/event-stream; charset=utf-8')
    .send(`retry: ${waitMs}\n`)
  return true
}

/** One that reads a stream for the first time is left to its page: only who came back, or has a ticket for it, is told to do so again. */
function isEventSource({ method, headers, query, routeOptions: { config } }: FastifyRequest): boolean {
  if (method !== 'GET' || config.row?.streams !== true) return false
  if (headers.accept !== 'text/event-stream' || headers.authorization !== undefined) return false
  return headers['last-event-id'] !== undefined || (query as { ticket?: unknown }).ticket !== undefined
}
