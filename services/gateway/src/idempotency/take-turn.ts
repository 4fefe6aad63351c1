import { problem } from '@lingzhi/contracts/problem'
import { counter } from '@lingzhi/metrics/instruments'
import { delay } from '@lingzhi/runtime/delay'
import { dayMs, minuteMs } from '@lingzhi/runtime/time'
import type { Records } from './records.ts'
import type { KeptResponse, Seal } from './sealed-response.ts'
import type { Caller } from './shares.ts'
import { haveRoom } from './shares.ts'

export const KeyReused = problem('IDEMPOTENCY_KEY_REUSED', 422, {
  zh: '此 Idempotency-Key 已用于另一个请求',
  en: 'This Idempotency-Key was used for a different request.',
  check: 'That the caller makes a new key for every new request.',
})
export const StillUnderWay = problem('IDEMPOTENCY_IN_PROGRESS', 409, {
  zh: '使用此 Idempotency-Key 的第一个请求仍在处理中',
  en: 'The first request with this Idempotency-Key is still being processed.',
  check: 'That the caller waits for its first attempt, or for `Retry-After`, before it tries again.',
})

export const NotKept = problem('IDEMPOTENCY_NOT_KEPT', 409, {
  zh: '使用此 Idempotency-Key 的请求已经得到回答，但回答太长，没有保存；如需再次提问，请换一个新的键',
  en: 'The request with this Idempotency-Key was answered, and the answer was too long to be kept. To ask once more, use a new key.',
  check: 'That the caller makes a new key for every new request.',
})

/** Where a response can be read again is kept for this long: it holds nothing of it. */
const locationKeptMs = dayMs
/** Beyond the caller's share only that there was one is kept, and for as long as clients try again. */
const shortlyKeptMs = 10 * minuteMs
/** A claim that is not renewed lapses: the replica that held it died. */
const claimMs = 30_000
const renewEveryMs = 10_000
const waitMaxMs = 60_000
const pollMs = 100

/** In place of a response that is not kept. */
export const tooLong: KeptResponse = { status: 200, headers: {}, body: Buffer.alloc(0), tooLong: true }

export interface Turn {
  /** Keeps the response for replay and lets waiting duplicates go. */
  keep: (response: KeptResponse) => Promise<void>
  /** Leaves the key unused: nothing was decided. */
  release: () => Promise<void>
}

const keptBytes = counter(
  'lingzhi_kept_response_bytes_total',
  'Bytes of responses kept for an Idempotency-Key, as they lie in Redis.',
)

/** What claims a key: the seal of what is kept, and a digest of the request. */
export interface Claim {
  seal: Seal
  fingerprint: string
  /** Whose share of what is kept it counts against. */
  caller: Caller
  /** For how long the response is replayed. */
  keptMs: number
}

/**
 * The response already given under this key, or the turn to give it. Duplicates wait for the first request, at
 * most a minute, then it is IDEMPOTENCY_IN_PROGRESS; another request under the same key is IDEMPOTENCY_KEY_REUSED.
 */
export async function takeTurn(
  records: Records,
  claim: Claim,
  gone: AbortSignal,
  now: () => Date,
): Promise<{ kept: KeptResponse } | { turn: Turn }> {
  const { seal, fingerprint } = claim
  const deadline = now().getTime() + waitMaxMs
  for (;;) {
    const known = await records.claim(seal.id, { fingerprint }, claimMs)
    if (!known) return { turn: hold(records, claim) }
    if (known.fingerprint !== fingerprint) throw KeyReused()
    if (known.answer !== undefined) return { kept: await seal.open(known.answer) }
    if (gone.aborted || now().getTime() > deadline) throw StillUnderWay({ retryAfterS: 5 })
    await delay(pollMs, gone)
  }
}

function hold(records: Records, { seal, fingerprint, caller, keptMs }: Claim): Turn {
  const renewing = setInterval(() => {
    records.put(seal.id, { fingerprint }, claimMs).catch(() => {})
  }, renewEveryMs)
  renewing.unref()
  return {
    keep: async (response) => {
      const answer = await seal.close(response)
      const fits = await haveRoom(records, caller, answer.length)
      clearInterval(renewing)
      if (fits) {
        keptBytes.inc(answer.length)
        return records.put(seal.id, { fingerprint, answer }, response.location ? locationKeptMs : keptMs)
      }
      const short = response.location ? answer : await seal.close(tooLong)
      return records.put(seal.id, { fingerprint, answer: short }, shortlyKeptMs)
    },
    release: () => {
      clearInterval(renewing)
      return records.drop(seal.id)
    },
  }
}
