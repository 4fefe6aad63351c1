import type { FastifyRequest } from 'fastify'

/** The headers in which proxies name their client. Only the first is read, and only from a trusted proxy. */
const clientHeaders = [
  ...['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip', 'x-client-ip'],
]

/**
 * Says, once in the life of the process, that a proxy stands before us which is not trusted: until it is, all its clients
 * count as one, and the failures of one person lock out everybody. Nothing that a client sent is written, but the name
 * of the header.
 */
export function warnOfProxy(): (request: FastifyRequest) => void {
  let warned = false
  return (request) => {
    // `ips` begins with the socket's address, and goes on when that is a trusted proxy's.
    if (warned || (request.ips && request.ips.length > 1)) return
    const header = clientHeaders.find((name) => request.headers[name] !== undefined)
    if (header === undefined || (header !== 'x-forwarded-for' && request.ips)) return
    warned = true
    request.server.log.warn(
      { proxy: request.socket.remoteAddress, header },
      'a proxy names its clients, but is not trusted: all of them share one limit. If it is yours, name it in ' +
        'TRUSTED_PROXIES and let it send X-Forwarded-For',
    )
  }
}
