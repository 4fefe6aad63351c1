import { Type } from 'typebox'
import { fact } from './fact.ts'
import { Uuid } from './ids.ts'

/** A user checked in; the reward and its ledger entry are committed. */
export const CheckinRecorded = fact(
  'checkin.checkin.recorded',
  Type.Object({
    user_id: Uuid,
    checkin_date: Type.String({ format: 'date' }),
    lingzhi_earned: Type.Integer(),
    streak: Type.Integer(),
    total_lingzhi: Type.Integer(),
  }),
)

/** Points moved for another reason than a check-in; the ledger entry is committed. */
export const PointsAdjusted = fact(
  'checkin.points.adjusted',
  Type.Object({
    user_id: Uuid,
    kind: Type.Enum(['adjustment', 'registration', 'opening']),
    amount: Type.Integer({ description: 'Negative when taken away.' }),
    total_lingzhi: Type.Integer(),
    reason: Type.String(),
    adjusted_by: Type.Union([Uuid, Type.Null()], { description: 'The administrator, if one did it.' }),
  }),
)
