import { instant, Uuid } from '@lingzhi/contracts/ids'
import type { Static } from 'typebox'
import { Type } from 'typebox'

/** One movement as the API shows it. */
export const LedgerEntry = Type.Object(
  {
    id: Uuid,
    kind: Type.String({
      description:
        'checkin, adjustment, registration, or opening: the balance brought from a replaced system; more kinds may be added.',
    }),
    amount: Type.Integer({ description: 'Negative for a deduction.' }),
    balance: Type.Integer({ description: 'Balance after this entry.' }),
    reason: Type.String(),
    created_at: instant,
  },
  { title: 'LedgerEntry' },
)

export const toLedgerEntry = (row: {
  id: string
  kind: string
  amount: number
  balance: number
  reason: string
  created_at: Date
}): Static<typeof LedgerEntry> => ({
  id: row.id,
  kind: row.kind,
  amount: row.amount,
  balance: row.balance,
  reason: row.reason,
  created_at: row.created_at.toISOString(),
})
