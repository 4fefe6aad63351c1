import { normalizePath } from '@lingzhi/http/normalize-path'
import { sendProblem, toProblem } from '@lingzhi/http/problem-handler'
import type { FastifyBaseLogger, FastifyHttpOptions, RawServerDefault } from 'fastify'
import type { Config } from '../config.ts'
import { protect } from './arrive.ts'
import { trustedProxies } from './client-address.ts'
import { straightenAzure } from './straighten-azure.ts'
import { straightenV1 } from './straighten-v1.ts'

/** How the public port differs from that of a service: it bounds every wait for a client, and trusts configured proxies only. */
export const listenOptions = (config: Config): FastifyHttpOptions<RawServerDefault> => ({
  trustProxy: trustedProxies(config.TRUSTED_PROXIES),
  rewriteUrl: (request) => straightenV1(straightenAzure(normalizePath(request.url ?? '/'))),
  requestTimeout: config.REQUEST_TIMEOUT_MS,
  connectionTimeout: config.SEND_TIMEOUT_MS,
  http: {
    maxHeaderSize: config.HEADERS_MAX_BYTES,
    headersTimeout: config.HEADERS_TIMEOUT_MS,
    // Checks for slow senders every second: the default of 30 s would let them stay that much longer.
    connectionsCheckingInterval: 1_000,
    // Node would refuse without a body, or an id.
    requireHostHeader: false,
  },
  // A child logger for each request is expensive, and hardly any request logs here.
  childLoggerFactory: (logger: FastifyBaseLogger) => logger,
  // A path that could not be decoded reaches no hook.
  frameworkErrors: (error, request, reply) => {
    protect(request, reply)
    sendProblem(request, reply, toProblem(error))
  },
})
