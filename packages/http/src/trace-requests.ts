import { continueTrace, inTrace, unrecorded } from '@lingzhi/runtime/trace'
import { beginSpan } from '@lingzhi/tracing/span'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from './app-type.ts'
import { isProbe } from './is-probe.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** W3C traceparent of this hop, sent with every request and message on its behalf. */
    traceparent: string
  }
}

/** Gives every request a trace, its caller's or a new one, in which its handler runs; where traces are made, with a span. */
export function traceRequests(app: App): void {
  app.decorateRequest('traceparent', '')
  app.addHook('onRequest', (request, reply, done) => {
    request.traceparent = traceOf(request, reply)
    inTrace(request.traceparent, done)
  })
  // Again, because a body arrives in events of the socket, which belong to no request.
  app.addHook('preHandler', (request, _reply, done) => inTrace(request.traceparent, done))
}

function traceOf({ method, routeOptions, headers }: FastifyRequest, reply: FastifyReply): string {
  const { url: route = 'none' } = routeOptions
  const given = typeof headers.traceparent === 'string' ? headers.traceparent : undefined
  if (isProbe(route)) return unrecorded(continueTrace(given))
  const attributes = { 'http.request.method': method, 'http.route': route }
  const span = beginSpan('server', `${method} ${route}`, attributes, given)
  if (!span) return continueTrace(given)
  reply.raw.once('close', () => {
    const { statusCode } = reply
    span.set({ 'http.response.status_code': statusCode })
    if (statusCode >= 500) span.fail(String(statusCode))
    else if (!reply.raw.writableEnded) span.set({ 'error.type': 'client closed' })
    span.end()
  })
  return span.traceparent
}
