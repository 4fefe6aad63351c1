import { recordFact } from '@lingzhi/bus/outbox'
import { PointsAdjusted } from '@lingzhi/contracts/checkin'
import { transact } from '@lingzhi/db/retry'
import type { Db } from '../database.ts'
import { appendMovement } from '../points/points.queries.ts'
import { noteRegistration } from './members.queries.ts'

/**
 * Acts on a registration: keeps the name, and grants the bonus if there is one. Exactly once, however often
 * the fact is delivered; never for a user who was erased meanwhile.
 */
export async function welcomeMember(
  db: Db,
  member: { userId: string; username: string; at: Date },
  bonus: { amount: number; now: Date; correlationId: string | null },
): Promise<void> {
  const { userId } = member
  const { amount, now, correlationId } = bonus
  await transact(db, async (trx) => {
    if (!(await noteRegistration(trx, member)) || amount === 0) return
    const movement = { userId, kind: 'registration', amount, reason: '注册奖励', reference: null } as const
    const entry = await appendMovement(trx, { ...movement, at: now })
    if (!entry) return
    const { kind, reason } = movement
    const fact = { user_id: userId, kind, amount, total_lingzhi: entry.balance, reason, adjusted_by: null }
    await recordFact(trx, PointsAdjusted, fact, correlationId)
  })
}
