import { Problem } from '@lingzhi/contracts/problem'
import { isRefusal } from './open-client.ts'
import {
  ModelDown,
  ModelError,
  ModelRateLimited,
  ModelRejected,
  ModelTimeout,
  ModelUnavailable,
} from './problems.ts'
import { storable } from './storable.ts'

/** What callers are told when the provider does not say how long to wait. */
const retryAfterDefaultS = 5
const retryAfterMaxS = 3_600

/** Another try of the same model may succeed. */
export const mayRetry = ({ code }: Problem): boolean => code !== ModelRejected.code

/** The provider is at fault: a limit it states, or a request it refuses, says nothing of its health. */
export const countsAgainstProvider = ({ code }: Problem): boolean =>
  code !== ModelRejected.code && code !== ModelRateLimited.code

/** As the caller gets it: a 503 always says when to come back. */
export function forCaller(problem: Problem): Problem {
  const { status, options } = problem
  if (status !== 503 || options.retryAfterS !== undefined) return problem
  return new Problem(problem, { ...options, retryAfterS: retryAfterDefaultS })
}

/** The public problem of anything that went wrong while asking a provider; `secret` is kept out of the log. */
export function toModelProblem(error: unknown, secret: string | undefined): Problem {
  if (error instanceof Problem) return error
  const messages = causesOf(error)
    .map((cause) => cause.message)
    .join(': ')
  const reason = storable(secret ? messages.replaceAll(secret, '[key]') : messages, 300)
  const cause = new Error(reason)
  if (isConnectTimeout(error)) return ModelTimeout({ cause })
  if (!isRefusal(error)) return ModelUnavailable({ cause })

  const retryAfterS = readRetryAfter(error.headers.get('retry-after'))
  switch (error.status) {
    case 429:
      // Out of credit is not a matter of waiting.
      if (error.code === 'insufficient_quota') return ModelRejected({ cause })
      return ModelRateLimited({ cause, retryAfterS })
    case 408:
    case 504:
    case 524:
      return ModelTimeout({ cause })
    case 503:
    case 529:
      return ModelDown({ cause, retryAfterS })
    case 400:
    case 413:
    case 422:
      // About the question, so the caller may know; the others are about our access to the provider.
      return refusedBecause(reason, cause)
    default:
      return error.status >= 500 ? ModelUnavailable({ cause, retryAfterS }) : ModelRejected({ cause })
  }
}

function refusedBecause(reason: string, cause: Error): Problem {
  const { zh, en } = ModelRejected.texts
  return ModelRejected({ cause, detail: { zh: `${zh}：${reason}`, en: `${en} ${reason}` } })
}

/** The problem of an error that a provider put inside a response of status 200. */
export function inBandFailure(value: unknown): Problem {
  const nested = (value as { error?: unknown } | null)?.error
  const { message, type, code } = (nested ?? value ?? {}) as Record<string, unknown>
  const cause = new Error(`error inside the response: ${String(message ?? nested ?? value).slice(0, 300)}`)
  const limited = [type, code].some((name) => String(name) === '429' || /rate_limit/.test(String(name)))
  return limited ? ModelRateLimited({ cause }) : ModelError({ cause })
}

/** Retry-After in seconds, given as such or as a date (RFC 9110, section 10.2.3). */
function readRetryAfter(text: string | null): number | undefined {
  if (!text) return undefined
  const seconds = /^[\d.]+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1_000
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), retryAfterMaxS) : undefined
}

function isConnectTimeout(error: unknown): boolean {
  return causesOf(error).some((cause) => (cause as { code?: unknown }).code === 'UND_ERR_CONNECT_TIMEOUT')
}

function causesOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let at = error; at instanceof Error && chain.length < 5; at = at.cause) chain.push(at)
  return chain
}
