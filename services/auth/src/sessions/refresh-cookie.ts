import '@fastify/cookie'
import { problem } from '@lingzhi/contracts/problem'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'

export const CsrfRefused = problem('CSRF_REFUSED', 403, {
  zh: '使用刷新 Cookie 时，请从本站页面发送请求头 X-Requested-With',
  en: 'To use the refresh cookie, send the header X-Requested-With from our own pages.',
  check: 'The header X-Requested-With, and that the page’s origin is an allowed one.',
})

const name = 'lz_refresh'

// Only the refresh path ever sees it, below the path of the platform: no other request carries it, no script can read it.
const options = (config: Pick<Config, 'PUBLIC_URL'>) => ({
  path: `${pathOf(config)}/api/refresh`,
  httpOnly: true,
  sameSite: 'strict' as const,
  secure: config.PUBLIC_URL.startsWith('https:'),
})

/** `/app` of https://ai.example.cn/app/; nothing without a path. */
export const pathOf = ({ PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>) =>
  URL.canParse(PUBLIC_URL) ? new URL(PUBLIC_URL).pathname.replace(/\/+$/, '') : ''

/**
 * Whether a page of our own asks, which has its tokens in cookies: what a script need not see is left out of the body.
 * Anyone may send the header; it only takes away.
 */
export const isConsole = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  headers['x-requested-with'] === 'console'

let warned = false

/** Says once why people are signed out when they reload: browsers drop a Secure cookie that comes over http. */
function warnOfPlainHttp({ request }: FastifyReply, { PUBLIC_URL }: Pick<Config, 'PUBLIC_URL'>) {
  const over = request.headers['x-forwarded-proto']
  if (warned || over !== 'http' || !PUBLIC_URL.startsWith('https:')) return
  warned = true
  request.server.log.warn(
    'a sign-in came over http while PUBLIC_URL says https: the browser drops the refresh cookie, and a reload signs out. ' +
      'Use the https address; if a proxy ends TLS before the gateway, name it in TRUSTED_PROXIES',
  )
}

export function setRefreshCookie(reply: FastifyReply, config: Config, token: string, expires: Date): void {
  warnOfPlainHttp(reply, config)
  reply.setCookie(name, token, { ...options(config), expires })
}

export function clearRefreshCookie(reply: FastifyReply, config: Config): void {
  reply.clearCookie(name, options(config))
}

/**
 * The refresh token of the cookie, undefined without one. A browser sends a cookie by itself, so the request
 * must also prove that a script of ours made it: a header no form can set and no other origin may send
 * without CORS. Raises CSRF_REFUSED.
 */
export function refreshCookieOf(request: FastifyRequest): string | undefined {
  const token = request.cookies[name]
  if (token === undefined) return undefined
  const site = request.headers['sec-fetch-site'] ?? 'same-origin'
  if (!request.headers['x-requested-with'] || (site !== 'same-origin' && site !== 'same-site')) {
    throw CsrfRefused()
  }
  return token
}
