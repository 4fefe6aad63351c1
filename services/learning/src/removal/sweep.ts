import type { Recurring } from '@lingzhi/runtime/every'
import { every } from '@lingzhi/runtime/every'
import { sweepQuestions } from '../asking/sweep-questions.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { letOldPagesGo, sweepHomework } from '../homework/sweep-homework.ts'
import { sweepReschedules } from '../reviews/reschedule-cards.ts'
import { sweepDeletedUsers } from './forget-user.ts'

const sweepMs = 15_000
/** A person may wait for what was left behind. */
const questionsMs = 2_000
/** Cards that another way of scheduling moves. */
const cardsMs = 1_000

/** Removes what was left behind, and takes on questions that were, until closed. Every replica does. */
export function sweepRegularly(deps: Deps, config: Config): Recurring[] {
  const onError = (err: unknown) => deps.log.warn({ err }, 'sweeping was interrupted')
  return [
    every({ pauseMs: sweepMs, pauseFirst: true, onError }, () => sweepDeletedUsers(deps)),
    every({ pauseMs: sweepMs, pauseFirst: true, onError }, () => letOldPagesGo(deps, config)),
    every({ pauseMs: questionsMs, pauseFirst: true, onError }, () => sweepHomework({ ...deps, config })),
    every({ pauseMs: questionsMs, pauseFirst: true, onError }, () => sweepQuestions(deps)),
    every({ pauseMs: cardsMs, pauseFirst: true, onError }, (signal) => sweepReschedules(deps, signal)),
  ]
}
