import { problem } from '@lingzhi/contracts/problem'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import { usageOfMonth } from './usage.queries.ts'

export const BudgetExceeded = problem('BUDGET_EXCEEDED', 429, {
  zh: '本月的用量已用完',
  en: 'The monthly budget is used up.',
  check: 'The caller’s usage this month, against MONTHLY_TOKENS_MAX and MONTHLY_COST_MAX.',
})

/**
 * Raises BUDGET_EXCEEDED for a user whose monthly budget is used up, before anything is spent: when a question arrives,
 * and again when a queued reply starts. Answers under way do not count yet, so a month may end above its budget by as
 * many answers as a user may have at once (USER_GENERATIONS_MAX, and the gateway's streams at /v1), each of
 * `max_tokens` and its context at most. Guests have no budget: rate limits bound them.
 */
export async function assertBudget(
  db: Db,
  config: Pick<Config, 'MONTHLY_TOKENS_MAX' | 'MONTHLY_COST_MAX' | 'TIMEZONE'>,
  userId: string | null,
  at: Date,
): Promise<void> {
  const { MONTHLY_TOKENS_MAX: tokensMax, MONTHLY_COST_MAX: costMax, TIMEZONE } = config
  if (userId === null || (tokensMax === 0 && costMax === 0)) return
  const { tokens, cost, left_s } = await usageOfMonth(db, userId, at, TIMEZONE)
  if ((tokensMax > 0 && tokens >= tokensMax) || (costMax > 0 && cost >= costMax)) {
    throw BudgetExceeded({ retryAfterS: left_s })
  }
}
