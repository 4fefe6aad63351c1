import type { FastifyRequest } from 'fastify'
import { allowedOrigins, OriginNotAllowed } from './cors.ts'

/**
 * For rows that read a cookie, which the browser sends whatever page asks: raises ORIGIN_NOT_ALLOWED for a page that is neither of
 * our own origin nor named in CORS_ORIGINS. `Sec-Fetch-Site`, which no page can write, decides where there is one; older browsers
 * send `Origin` alone, and programs neither. A body's own token is no cookie: who has it may come from anywhere.
 */
export function refuseForeignPages(setting: string): (request: FastifyRequest) => void {
  const origins = allowedOrigins(setting)
  return ({ headers, host }) => {
    const { origin, cookie } = headers
    if (cookie === undefined || origin === undefined) return
    if (headers['sec-fetch-site'] === 'same-origin' || origins.has(origin)) return
    // A proxy that ends TLS may not tell: the host alone is compared.
    if (URL.parse(origin)?.host !== host.toLowerCase()) throw OriginNotAllowed()
  }
}
