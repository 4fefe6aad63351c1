import type { FastifyReply, FastifyRequest } from 'fastify'
import { addressOf } from './client-address.ts'
import type { Cors } from './cors.ts'
import { refusePathTricks } from './refuse-path-tricks.ts'
import { refuseTwoHosts } from './refuse-two-hosts.ts'

// For answers that are data. A page we serve sets a policy of its own.
const securityHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  // What a service does not call cacheable is somebody's.
  'cache-control': 'no-store',
}
const hsts = 'max-age=31536000'

/** The first thing that happens to a request: nothing it does later goes without these checks and headers. */
export function arrive(cors: Cors) {
  return (request: FastifyRequest, reply: FastifyReply, done: (err?: Error) => void): void => {
    request.address = addressOf(request)
    reply.headers(securityHeaders)
    if (request.protocol === 'https') reply.header('strict-transport-security', hsts)
    if (cors(request, reply)) return
    refuseTwoHosts(request.raw.rawHeaders)
    refusePathTricks(request.url)
    done()
  }
}
