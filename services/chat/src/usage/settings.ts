import { timeZoneSettings } from '@lingzhi/runtime/settings'
import { Type } from 'typebox'

/** Settings of usage and budgets; spread into the service's configuration schema. */
export const usageSettings = {
  ...timeZoneSettings,
  MONTHLY_TOKENS_MAX: Type.Integer({
    minimum: 0,
    default: 0,
    description: 'Tokens, in and out, that one user may use in a calendar month; 0: unlimited.',
  }),
  GUESTS_MONTHLY_TOKENS_MAX: Type.Integer({
    minimum: 0,
    default: 0,
    description: 'Tokens, in and out, that all guests together may use in a calendar month; 0: unlimited.',
  }),
  GUESTS_MONTHLY_COST_MAX: Type.Number({
    minimum: 0,
    default: 0,
    description: 'What the answers to all guests together may cost in a calendar month; 0: unlimited.',
  }),
  MONTHLY_COST_MAX: Type.Number({
    minimum: 0,
    default: 0,
    description:
      'What one user’s answers may cost in a calendar month, in the currency of the prices; 0: unlimited.',
  }),
}
