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
