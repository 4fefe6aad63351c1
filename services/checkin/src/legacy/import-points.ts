import { recordFact } from '@lingzhi/bus/outbox'
import { PointsAdjusted } from '@lingzhi/contracts/checkin'
import type { LegacyPoints, LegacyPointsResult } from '@lingzhi/contracts/legacy-import'
import { transact } from '@lingzhi/db/retry'
import { addDays } from '@lingzhi/runtime/calendar'
import type { Db } from '../database.ts'
import { appendMovement } from '../points/points.queries.ts'
import { addPastCheckins, daysHere, openingOf, type PastCheckin, wasErased } from './legacy.queries.ts'

const reason = '原系统余额'

export interface Importing {
  dryRun: boolean
  /** The date in the deployment's zone: no day behind it can have been. */
  today: string
  at: Date
}

/**
 * Gives an account what it had in a replaced system: its balance as one opening entry, once, and the days it checked in. Repeating
 * it changes nothing. Days that would come behind one that was earned here already are left out: history is never changed.
 */
export function importPoints(db: Db, past: LegacyPoints, importing: Importing): Promise<LegacyPointsResult> {
  return transact(db, async (trx) => {
    const { origin, user_id: userId, balance } = past
    const none = { new: 0, existing: 0, skipped: past.checkins.length }
    if (await wasErased(trx, userId)) return { origin, outcome: 'deleted', opening: 0, checkins: none }
    let opening = (await openingOf(trx, userId))?.amount
    const outcome = opening === undefined ? ('new' as const) : ('existing' as const)
    if (opening === undefined && !importing.dryRun) {
      const movement = { userId, kind: 'opening', amount: balance, reason, reference: null } as const
      const entry = await appendMovement(trx, { ...movement, at: importing.at })
      if (!entry) return { origin, outcome: 'deleted', opening: 0, checkins: none }
      await recordFact(trx, PointsAdjusted, {
        user_id: userId,
        kind: 'opening',
        amount: balance,
        total_lingzhi: entry.balance,
        reason,
        adjusted_by: null,
      })
    }
    opening ??= balance
    const { checkins, counted } = await newCheckins(trx, past, importing)
    if (!importing.dryRun) await addPastCheckins(trx, userId, checkins)
    return { origin, outcome, opening, checkins: counted }
  })
}

/** The days that are not here yet, with their streaks. */
async function newCheckins(trx: Db, past: LegacyPoints, { today, at }: Importing) {
  const { days, firstOwn, lastImported } = await daysHere(trx, past.user_id)
  const counted = { new: 0, existing: 0, skipped: 0 }
  const checkins: PastCheckin[] = []
  let last: string | undefined
  let streak = 0
  for (const { date, earned, at: when } of past.checkins) {
    if (days.has(date)) {
      counted.existing += 1
      streak = last === addDays(date, -1) ? streak + 1 : 1
    } else if (
      date > today ||
      (firstOwn && date >= addDays(firstOwn, -1)) ||
      (lastImported && date < lastImported)
    ) {
      // A day directly before one that was earned here would lengthen a streak that has been paid for.
      counted.skipped += 1
      continue
    } else {
      streak = last === addDays(date, -1) ? streak + 1 : 1
      checkins.push({ date, streak, earned, at: when ? new Date(when) : at })
      counted.new += 1
    }
    last = date
  }
  return { checkins, counted }
}
