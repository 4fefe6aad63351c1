import { Problem } from '@lingzhi/contracts/problem'
import { isRefusal } from '../providers/open-client.ts'
import { storableText } from '../responses/storable-text.ts'
import {
  ModelDown,
  ModelError,
  ModelRateLimited,
  ModelRejected,
  ModelTimeout,
  ModelUnavailable,
} from './problems.ts'

/** The Retry-After of a problem whose provider does not say how long to wait. */
const retryAfterDefaultS = 5
const retryAfterMaxS = 3_600

/** Whether a retry of the same model may succeed. */
export const mayRetry = ({ code }: Problem): boolean => code !== ModelRejected.code

/** Whether a failure counts towards opening the circuit: rate limits and refusals are no sign of poor health. */
export const countsAgainstProvider = ({ code }: Problem): boolean =>
  code !== ModelRejected.code && code !== ModelRateLimited.code

/** The problem for the caller: a 503 always says when to retry. */
export function forCaller(problem: Problem): Problem {
  const { status, options } = problem
  if (status !== 503 || options.retryAfterS !== undefined) return problem
  return new Problem(problem, { ...options, retryAfterS: retryAfterDefaultS })
}

/** The problem of any error of a provider call; `secret` is kept out of its cause and so out of the log. */
export function toModelProblem(error: unknown, secret: string | undefined): Problem {
  const isProblem = error instanceof Problem
  const messages = causesOf(isProblem ? error.options.cause : error)
    .map((cause) => cause.message)
    .join(': ')
  // Redacted before it is shortened, or the cut could leave the first half of a key.
  const reason = storableText(secret ? messages.replaceAll(secret, '[key]') : messages, 300)
  const cause = new Error(reason)
  if (isProblem) return error.options.cause ? new Problem(error, { ...error.options, cause }) : error
  if (isConnectTimeout(error)) return ModelTimeout({ cause })
  if (!isRefusal(error)) return ModelUnavailable({ cause })

  const retryAfterS = readRetryAfter(error.headers.get('retry-after'))
  switch (error.status) {
    case 429:
      // Waiting does not help an account without credit.
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
      // These are about the question, so the caller may see the reason; the others are about our access to the provider.
      return rejected(reason, cause)
    default:
      return error.status >= 500 ? ModelUnavailable({ cause, retryAfterS }) : ModelRejected({ cause })
  }
}

function rejected(reason: string, cause: Error): Problem {
  const { zh, en } = ModelRejected.texts
  return ModelRejected({ cause, detail: { zh: `${zh}：${reason}`, en: `${en} ${reason}` } })
}

/** The problem of an error that a provider put inside a response of status 200. */
export function inBandFailure(value: unknown): Problem {
  const nested = (value as { error?: unknown } | null)?.error
  const { message, type, code } = (nested ?? value ?? {}) as Record<string, unknown>
  const cause = new Error(`error inside the response: ${String(message ?? nested ?? value)}`)
  const limited = [type, code].some((name) => String(name) === '429' || /rate_limit/.test(String(name)))
  return limited ? ModelRateLimited({ cause }) : ModelError({ cause })
}

/** Retry-After in seconds, from a number of seconds or a date (RFC 9110, section 10.2.3). */
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
