import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressOf } from './client-address.ts'
import type { Cors } from './cors.ts'
import { cutStalled } from './cut-stalled.ts'
import { demandOneHost } from './demand-one-host.ts'
import { refusePathTricks } from './refuse-path-tricks.ts'
import { warnOfProxy } from './warn-of-proxy.ts'

// For responses that are data. A page we serve sets a policy of its own.
const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  // What a service does not mark as cacheable may be personal.
  'cache-control': 'no-store',
}
const hsts = 'max-age=31536000'

/** Headers of every response, also of those to requests no route or hook will see. */
export function protect(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(securityHeaders)
  if (request.protocol === 'https') reply.header('strict-transport-security', hsts)
}

/** The first hook of every request: these checks and headers apply to all that follows. */
export function arrive(cors: Cors) {
  const lookForProxy = warnOfProxy()
  return (request: FastifyRequest, reply: FastifyReply, done: (err?: Error) => void): void => {
    request.address = addressOf(request)
    lookForProxy(request)
    protect(request, reply)
    if (cors(request, reply)) return
    demandOneHost(request.raw)
    refusePathTricks(request.url)
    reply.raw.on('timeout', cutStalled)
    done()
  }
}
