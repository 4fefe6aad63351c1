import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'

// Hop by hop (RFC 9110, section 7.6.1), or a claim about the client that only we may make.
const dropped = new Set([
  'host',
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
  'forwarded',
  'via',
  'client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'fastly-client-ip',
  'traceparent',
])
// Of the x- headers only these travel on: any other might pass for identity (x-user-id, x-real-ip …).
const kept = new Set(['x-csrf-token', 'x-requested-with'])

const bodyless = new Set(['GET', 'HEAD'])

/**
 * The headers a service sees: the client's without anything that claims identity or address, and ours: the one
 * true client address, the request id, the trace. A body on GET or HEAD means nothing and does not travel.
 */
export function requestHeaders(request: FastifyRequest, given: IncomingHttpHeaders): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {}
  const noBody = bodyless.has(request.method)
  for (const name of Object.keys(given)) {
    if (dropped.has(name) || (name.startsWith('x-') && !kept.has(name))) continue
    if (noBody && (name === 'content-length' || name === 'content-type')) continue
    headers[name] = given[name]
  }
  headers['x-forwarded-for'] = request.address
  headers['x-forwarded-proto'] = request.protocol
  headers['x-forwarded-host'] = request.host
  headers['x-request-id'] = request.id
  headers.traceparent = request.traceparent
  return headers
}

// Of the service's own connection, set by us, or not to be passed on.
const responseDropped = new Set([
  'connection',
  'keep-alive',
  'server',
  'x-powered-by',
  'x-request-id',
  'traceparent',
])

/** The headers of a service's response without those of its own connection to us. */
export function responseHeaders(given: IncomingHttpHeaders): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = {}
  for (const name of Object.keys(given)) if (!responseDropped.has(name)) headers[name] = given[name]
  return headers
}
