import { problem } from '@lingzhi/contracts/problem'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { warnOfOrigins } from './warn-of-origins.ts'

export const OriginNotAllowed = problem('ORIGIN_NOT_ALLOWED', 403, {
  zh: '不允许此来源的网页调用：请运维人员将该来源加入设置 CORS_ORIGINS',
  en: 'Pages of this origin may not call. The operator can add the origin to the setting CORS_ORIGINS.',
  check:
    'The header `Origin` of the browser’s preflight against CORS_ORIGINS: scheme, host and port must be the same. A page opened as a file has the origin `null`, which cannot be listed: serve it over http.',
})

/**
 * Sets the CORS headers an origin is entitled to; true when the request was a preflight and has its response. Raises
 * ORIGIN_NOT_ALLOWED for the preflight of another origin.
 */
export type Cors = (request: FastifyRequest, reply: FastifyReply) => boolean

const preflight = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-max-age': '600',
  vary: 'Origin, Access-Control-Request-Headers',
}
const usualHeaders =
  'Authorization, Content-Type, Accept, Idempotency-Key, Last-Event-ID, X-Request-ID, X-Requested-With, Range'
const headerNames = /^[\w!#$%&'*+.^`|~-]+(\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/

/**
 * The headers asked for: each SDK has its own (`x-stainless-*`, `http-referer`, `openai-beta`, …), and none does more here
 * than any client without a browser could do. The list, which * would not do for, when what is asked is no list.
 */
const allowedHeaders = (asked: string | undefined): string =>
  asked !== undefined && headerNames.test(asked.trim()) ? asked : usualHeaders

const exposed =
  'X-Request-ID, RateLimit, RateLimit-Policy, Retry-After, Idempotency-Replayed, Content-Disposition, Content-Length, Content-Location, Content-Range, Accept-Ranges, ETag, Last-Modified, Location, X-Lingzhi-Dropped-Parameters'

const listed = (setting: string): string[] =>
  setting
    .split(',')
    .map((origin) => origin.trim())
    .filter(Boolean)

/** Whether each of CORS_ORIGINS can be an origin; pages of apps and extensions have schemes of their own. */
export const areOrigins = (setting: string): boolean =>
  listed(setting).every(
    (origin) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@*]+\/?$/i.test(origin) && URL.canParse(origin),
  )

/** The origins of CORS_ORIGINS, as browsers write them. */
export const allowedOrigins = (setting: string): ReadonlySet<string> =>
  new Set(listed(setting).map(asBrowsersWrite))

/** Lower case, no port that the scheme implies, no slash at the end. */
function asBrowsersWrite(origin: string): string {
  const url = URL.parse(origin)
  return url && url.origin !== 'null' ? url.origin : origin.replace(/\/$/, '').toLowerCase()
}

const isPreflight = ({ method, headers }: FastifyRequest): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

/** What browsers say of a page's request without a preflight whose response the page may not read. */
const isOfOtherPage = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-mode'] === 'cors' && /^(?:cross|same)-site$/.test(String(headers['sec-fetch-site']))

/**
 * CORS for a list of origins (CORS_ORIGINS), none by default. Never with credentials: other origins send a token,
 * and the console's cookie is for its own origin alone.
 */
export function allowOrigins(setting: string): Cors {
  const origins = allowedOrigins(setting)
  const warnOf = warnOfOrigins()
  return (request, reply) => {
    if (origins.size > 0) reply.header('vary', 'Origin')
    const { origin } = request.headers
    if (origin === undefined) return false
    const preflighted = isPreflight(request)
    if (!origins.has(origin)) {
      if (preflighted || isOfOtherPage(request)) warnOf(origin, request)
      if (preflighted) throw OriginNotAllowed()
      return false
    }
    reply.header('access-control-allow-origin', origin)
    reply.header('access-control-expose-headers', exposed)
    if (!preflighted) return false
    const asked = request.headers['access-control-request-headers']
    reply.header('access-control-allow-headers', allowedHeaders(asked))
    reply.code(204).headers(preflight).send()
    return true
  }
}
