import { Problem } from '@lingzhi/contracts/problem'
import type { Texts } from '@lingzhi/contracts/texts'
import { storableText } from '../storable-text.ts'
import type { Speaker } from './clean-words.ts'
import { cleanWords, maskKeys } from './clean-words.ts'
import type { Kind, Policy } from './kinds.ts'
import { kindOf, policies } from './kinds.ts'
import {
  ContentRefused,
  ContextLengthExceeded,
  ModelDown,
  ModelEmptyAnswer,
  ModelError,
  ModelRateLimited,
  ModelRejected,
  ModelTimeout,
  ModelUnavailable,
  operatorTexts,
} from './problems.ts'
import { ProviderRefusal, readRefusal } from './read-refusal.ts'

/** The Retry-After of a problem whose provider does not say how long to wait. */
const retryAfterDefaultS = 5
/** What the log gets of an error. */
const reasonCharsMax = 4_096

/** A failed call: what it means for the calls that may follow, and the problem for the caller if none does. */
export interface Failure {
  kind: Kind
  problem: Problem
  /** What the provider said, if it said anything. */
  refusal?: ProviderRefusal
}

/** Words for the log: where this code read them tells nothing, so that there is no stack. */
function wordsAlone(error: Error): Error {
  delete error.stack
  return error
}

/** The cause of a problem that is about the request itself, and not about our access to the provider. */
export class RequestRefused extends Error {}

/** The problem for the caller: a 503 always says when to retry. */
export function forCaller(problem: Problem): Problem {
  const { status, options } = problem
  if (status !== 503 || options.retryAfterS !== undefined) return problem
  return new Problem(problem, { ...options, retryAfterS: retryAfterDefaultS })
}

/** The provider that was called; its key is kept out of every text and out of the log. */
interface Called {
  apiKey?: string | undefined
  /** Where the call went, without user, password and query. */
  address?: string
}

/** What any error of a provider call means. */
export function readFailure(error: unknown, { apiKey, address = '' }: Called): Failure {
  const causes = causesOf(error instanceof Problem ? error.options.cause : error)
  const refusal = causes.find((cause) => cause instanceof ProviderRefusal)
  const reason = maskKeys(causes.map(describe).join(': '), apiKey)
  if (refusal) return ofRefusal(refusal, { apiKey, address }, storableText(reason, reasonCharsMax))
  const cause = wordsAlone(new Error(storableText(reason, reasonCharsMax)))
  if (error instanceof Problem) {
    const refused = error.options.cause instanceof RequestRefused
    const known = refused ? wordsAlone(new RequestRefused(cause.message)) : cause
    const problem = error.options.cause ? new Problem(error, { ...error.options, cause: known }) : error
    return { kind: kindsOfProblems[error.code] ?? 'broken', problem }
  }
  const timedOut = causes.some((cause) => (cause as { code?: unknown }).code === 'UND_ERR_CONNECT_TIMEOUT')
  if (timedOut) return { kind: 'timeout', problem: ModelTimeout({ cause }) }
  return { kind: 'down', problem: ModelUnavailable({ cause }) }
}

/** The failure for an error, of any shape, that a provider put inside a response of status 200. */
export const inBandFailure = (value: unknown): ProviderRefusal => readRefusal(value)

const kindsOfProblems: Record<string, Kind> = {
  [ModelTimeout.code]: 'timeout',
  [ModelUnavailable.code]: 'down',
  [ModelRateLimited.code]: 'rate',
  [ModelRejected.code]: 'request',
  [ContextLengthExceeded.code]: 'tooLong',
  [ContentRefused.code]: 'content',
  [ModelEmptyAnswer.code]: 'empty',
}

function ofRefusal(
  refusal: ProviderRefusal,
  { apiKey, address }: Required<Called> | Called,
  reason: string,
): Failure {
  const host = address ? new URL(address).hostname : ''
  const kind = kindOf(refusal, host)
  const seen = refusal.status === 200 ? `error inside the response: ${reason}` : reason
  const cause = wordsAlone(new Error(kind === 'address' ? `${seen} (${addressHint(address)})` : seen))
  const retryAfterS = refusal.waitMs === undefined ? undefined : refusal.waitMs / 1_000
  return {
    kind,
    refusal,
    problem: problemOf(kind, { refusal, cause, retryAfterS, speaker: { apiKey, address } }),
  }
}

const addressHint = (address = '') =>
  `called ${address}; the base URL of most providers ends in /v1, see docs/providers.md`

interface Parts {
  refusal: ProviderRefusal
  cause: Error
  retryAfterS: number | undefined
  speaker: Speaker
}

function problemOf(kind: Kind, { refusal, cause, retryAfterS, speaker }: Parts): Problem {
  switch (kind) {
    case 'content':
      return ContentRefused({ cause })
    case 'tooLong':
      return ContextLengthExceeded({ cause })
    case 'rate':
    case 'quota':
      return ModelRateLimited({ cause, retryAfterS })
    case 'overload':
      return ModelDown({ cause, retryAfterS })
    case 'timeout':
      return ModelTimeout({ cause })
    case 'down':
      return ModelUnavailable({ cause, retryAfterS })
    case 'empty':
    case 'broken':
      return ModelError({ cause })
    case 'request':
      return ModelRejected({
        cause: wordsAlone(new RequestRefused(cause.message)),
        detail: withWords(ModelRejected.texts, cleanWords(refusal.words, speaker)),
      })
    default:
      return ModelRejected({
        cause,
        detail: withTexts(ModelRejected.texts, operatorTexts[kind]),
        forAdministrators: cleanWords(refusal.words, speaker),
      })
  }
}

const withTexts = (first: Texts, then: Texts): Texts => ({
  zh: `${first.zh}：${then.zh}`,
  en: `${first.en} ${then.en}`,
})

const withWords = (texts: Texts, words: string | undefined): Texts =>
  words === undefined ? texts : withTexts(texts, { zh: words, en: words })

/** For the log: a refusal with the whole of its body. */
function describe(cause: Error): string {
  if (!(cause instanceof ProviderRefusal) || cause.text === '' || cause.message.includes(cause.text))
    return cause.message
  return `${cause.message} ${cause.text}`
}

function causesOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let at = error; at instanceof Error && chain.length < 5; at = at.cause) chain.push(at)
  return chain
}

/** What a failure means for the calls that may follow. A 429 is about us: whatever its words are, it never counts for the circuit. */
export function policyOf({ kind, refusal }: Failure): Policy {
  const policy = policies[kind]
  const isLimit = refusal?.status === 429 || (refusal?.status === 200 && /\b429\b/.test(refusal.names))
  return isLimit ? { ...policy, counts: false } : policy
}
