import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { Problem } from '@lingzhi/contracts/problem'
import { problem } from '@lingzhi/contracts/problem'

export const UpstreamFailed = problem('BAD_GATEWAY', 502, {
  zh: '服务在响应之前中断了连接',
  en: 'The service closed the connection before it responded.',
  check: 'The log of the service behind the route: did it restart or crash?',
})
export const UpstreamTimeout = problem('GATEWAY_TIMEOUT', 504, {
  zh: '服务没有及时响应',
  en: 'The service did not respond in time.',
  check: 'The load and the dependencies of the service behind the route.',
})

/** Codes of failures that happen before a byte of the request has left. */
const unreached = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT)$/
const late = /^(UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT)$/
const abandoned = /^(UND_ERR_ABORTED|ABORT_ERR)$/

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code ?? '')

/** True when the request certainly never reached the replica, so that another may be tried. */
export const neverReached = (error: unknown): boolean => unreached.test(codeOf(error))

/** True when the client went away, which shows nothing about the replica. */
export const wasAbandoned = (error: unknown): boolean =>
  abandoned.test(codeOf(error)) || (error as Error).name === 'AbortError'

/** The public face of a transport failure; with Retry-After, because all of them pass. */
export function toUpstreamProblem(cause: unknown): Problem {
  const code = codeOf(cause)
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || late.test(code)) return UpstreamTimeout({ retryAfterS: 5, cause })
  if (unreached.test(code)) return ServiceUnavailable({ retryAfterS: 2, cause })
  return UpstreamFailed({ retryAfterS: 1, cause })
}
