import { Type } from 'typebox'

/** Settings of usage and budgets; spread into the service's configuration schema. */
export const usageSettings = {
  /** IANA zone whose calendar decides what a day and a month are: one for the whole deployment. */
  CHECKIN_TIMEZONE: Type.String({ default: 'Asia/Shanghai' }),
  /** What one user may use in a calendar month: tokens in and out, and cost in the currency of the prices. 0: no bound. */
  MONTHLY_TOKENS_MAX: Type.Integer({ minimum: 0, default: 0 }),
  MONTHLY_COST_MAX: Type.Number({ minimum: 0, default: 0 }),
}
