import { carry } from '@lingzhi/contracts/carried-problem'
import { Problem, problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import { watchedGauge } from '@lingzhi/metrics/instruments'
import { openDeadline } from '@lingzhi/runtime/deadline'
import { delay } from '@lingzhi/runtime/delay'
import { every } from '@lingzhi/runtime/every'
import { createSlots } from '@lingzhi/runtime/slots'
import { inSpan } from '@lingzhi/tracing/span'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import type { Completion, CompletionEnding } from './completions.queries.ts'
import { claimCompletion, endCompletion, releaseCompletion } from './completions.queries.ts'
import { runCompletion } from './run-completion.ts'
import { onWake } from './wake.ts'

export const CompletionGivenUp = problem('COMPLETION_GIVEN_UP', 503, {
  zh: '结构化结果的生成多次中断或超时',
  en: 'The object was interrupted several times, or took too long.',
  check: 'The log: what ended every attempt, such as a replica that restarts again and again.',
})

const running = watchedGauge('lingzhi_completions_running', 'Completions being made by this replica.')

/** Whoever is not told of a completion finds it by then. */
const lookEveryMs = 1_000
/** About half a minute. */
const storeTriesMax = 14

/**
 * Makes completions on this replica, COMPLETIONS_MAX at once, in slots of their own, until closed. Its leases are those of the worker
 * of this id, which must live longer. What is under way at the close is given back to the other replicas.
 */
export function startCompletions(
  deps: Deps,
  config: Config,
  workerId: string,
): { close: () => Promise<void> } {
  const { db, bus, log } = deps
  const slots = createSlots(config.COMPLETIONS_MAX)
  const lives = new Set<AbortController>()
  const closing = new AbortController()
  // A fifth of one replica's slots: nobody's homework keeps everybody's waiting.
  const userMax = Math.max(1, Math.ceil((config.COMPLETIONS_MAX / 5) * config.RATE_LIMIT_FACTOR))
  const lease = { workerId, leaseMs: config.LEASE_MS, userMax }

  /** Takes what there is to take, one after the other, each into a slot of its own. */
  const look = async () => {
    while (!closing.signal.aborted && slots.tryAcquire()) {
      const taken = await claimCompletion(db, lease).catch((err: unknown) => {
        log.warn({ err }, 'looking for completions failed')
        return undefined
      })
      if (!taken) return slots.release()
      void run(taken)
        .catch((err) => log.error({ err, completion_id: taken.id }, 'a completion could not be ended'))
        .finally(() => {
          slots.release()
          lookSoon()
        })
    }
  }
  // One look at a time: each takes as long as there is something to take.
  let looking = false
  let again = false
  const lookSoon = () => {
    if (looking) {
      again = true
      return
    }
    looking = true
    void look().finally(() => {
      looking = false
      if (!again) return
      again = false
      lookSoon()
    })
  }

  const run = async (taken: Completion) => {
    const life = new AbortController()
    lives.add(life)
    const bound = openDeadline(config.REPLY_MAX_MS)
    try {
      const outcome =
        taken.attempt > config.REPLY_ATTEMPTS_MAX
          ? givenUp(taken)
          : await inSpan('internal', 'make completion', { 'lingzhi.reply.attempt': taken.attempt }, () =>
              runCompletion({ ...deps, config }, taken, AbortSignal.any([life.signal, bound.signal])),
            )
      await store(taken, outcome)
    } catch (err) {
      if (!life.signal.aborted && bound.signal.aborted)
        return await store(taken, {
          ...givenUp(taken),
          problem: carry(CompletionGivenUp({ retryAfterS: 10 })),
        })
      if (!life.signal.aborted) log.warn({ err, completion_id: taken.id }, 'a completion is given back')
      await releaseCompletion(db, taken)
    } finally {
      bound.close()
      lives.delete(life)
    }
  }

  /** With retries, so that an outage of the database for some seconds costs no answer. */
  const store = async (taken: Completion, outcome: Omit<CompletionEnding, 'at' | 'timeZone'>) => {
    const ending = { ...outcome, at: deps.now(), timeZone: config.TIMEZONE }
    for (let tries = 1; ; tries++) {
      try {
        if (await transact(db, (trx) => endCompletion(trx, taken, ending))) deps.outbox.wake()
        return
      } catch (err) {
        if (tries === storeTriesMax || err instanceof Problem) throw err
        log.warn({ err, tries }, 'the end of a completion could not be stored yet')
        await delay(Math.min(100 * 2 ** tries, 3_000))
      }
    }
  }

  const waking = onWake(bus, lookSoon)
  const looks = every(
    { pauseMs: lookEveryMs, onError: (err) => log.warn({ err }, 'looking for completions failed') },
    async () => lookSoon(),
  )
  const unwatch = running.watch(() => [[{}, lives.size]])
  return {
    close: async () => {
      closing.abort()
      waking.close()
      await looks.close()
      await Promise.race([slots.idle(), delay(config.DRAIN_MS)])
      for (const life of lives) life.abort(new Error('this replica stops'))
      await slots.idle()
      unwatch()
    },
  }
}

const givenUp = ({ tries }: Completion) => ({
  status: 'failed' as const,
  problem: carry(CompletionGivenUp({ retryAfterS: 10 })),
  usage: null,
  model: null,
  provider: null,
  tries,
})
