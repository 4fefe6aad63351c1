import { problem } from '@lingzhi/contracts/problem'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import { allGuests, usageOfMonth } from './usage.queries.ts'

export const BudgetExceeded = problem('BUDGET_EXCEEDED', 429, {
  zh: '本月的用量已用完',
  en: 'The monthly budget is used up.',
  check:
    'The caller’s usage this month, against MONTHLY_TOKENS_MAX and MONTHLY_COST_MAX, or that of all guests against GUESTS_MONTHLY_….',
})

/**
 * Raises BUDGET_EXCEEDED for a user whose monthly budget is used up, or for a guest when that of all guests is, before anything is spent: when a question arrives,
 * and again when a queued reply starts. Answers under way do not count yet, so a month may end above its budget by as
 * many answers as a user may have at once (USER_GENERATIONS_MAX, and the gateway's streams at /v1), each of
 * `max_tokens` and its context at most.
 */
export async function assertBudget(
  db: Db,
  config: Pick<
    Config,
    | 'MONTHLY_TOKENS_MAX'
    | 'MONTHLY_COST_MAX'
    | 'GUESTS_MONTHLY_TOKENS_MAX'
    | 'GUESTS_MONTHLY_COST_MAX'
    | 'TIMEZONE'
  >,
  userId: string | null,
  at: Date,
): Promise<void> {
  const isGuest = userId === null
  const tokensMax = isGuest ? config.GUESTS_MONTHLY_TOKENS_MAX : config.MONTHLY_TOKENS_MAX
  const costMax = isGuest ? config.GUESTS_MONTHLY_COST_MAX : config.MONTHLY_COST_MAX
  if (tokensMax === 0 && costMax === 0) return
  const { tokens, cost, left_s } = await usageOfMonth(db, userId ?? allGuests, at, config.TIMEZONE)
  if ((tokensMax > 0 && tokens >= tokensMax) || (costMax > 0 && cost >= costMax)) {
    throw BudgetExceeded({ retryAfterS: left_s })
  }
}
