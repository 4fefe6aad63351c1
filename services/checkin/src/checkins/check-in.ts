import { recordFact } from '@lingzhi/bus/outbox'
import { CheckinRecorded } from '@lingzhi/contracts/checkin'
import { InvalidToken, MissingToken } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { principalOf, requireUser } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import { appendMovement, balanceOf } from '../points/points.queries.ts'
import { calendarDay } from './calendar.ts'
import { findRecord, insertRecord, streakBefore } from './checkins.queries.ts'
import { RewardSchedule, rewardFor, rewardSchedule } from './rewards.ts'

export const AlreadyCheckedIn = problem('ALREADY_CHECKED_IN', 409, '今天已经签到过了')

const Checkin = Type.Object({
  checkin_date: Type.String({ format: 'date' }),
  lingzhi_earned: Type.Integer(),
  total_lingzhi: Type.Integer(),
  streak: Type.Integer(),
  next_reward: Type.Integer(),
  reward_schedule: RewardSchedule,
})

export function checkIn(app: App, { db, outbox, now }: Deps, { CHECKIN_TIMEZONE }: Config) {
  app.post(
    '/api/checkin',
    {
      onRequest: requireUser,
      schema: {
        tags: ['check-in'],
        summary: 'Check in for today',
        description:
          'Once a calendar day in the configured zone; a second time answers with the same record.',
        security: [{ bearer: [] }],
        response: { 200: success(Checkin), ...problems(MissingToken, InvalidToken, AlreadyCheckedIn) },
      },
    },
    async (request) => {
      const { userId } = principalOf(request)
      const at = now()
      const day = calendarDay(at, CHECKIN_TIMEZONE)
      const recorded = await transact(db, (trx) => recordCheckin(trx, userId, day, at, request.id))
      if (!recorded) throw AlreadyCheckedIn({ extra: { data: await describe(db, userId, day) } })
      outbox.wake()
      const data = toCheckin(recorded)
      const message = `签到成功！已连续签到 ${data.streak} 天，获得 ${data.lingzhi_earned} 灵值`
      return { success: true as const, message, data }
    },
  )
}

/** Record, ledger entry, balance and fact in the caller's transaction; undefined when the day is taken. */
async function recordCheckin(trx: Db, userId: string, day: string, at: Date, correlationId: string) {
  const streak = (await streakBefore(trx, userId, day)) + 1
  const lingzhiEarned = rewardFor(streak)
  const record = await insertRecord(trx, { userId, day, streak, lingzhiEarned, at })
  if (!record) return undefined
  const balance = await appendMovement(trx, {
    userId,
    kind: 'checkin',
    amount: lingzhiEarned,
    reason: `连续签到第 ${streak} 天`,
    reference: record.id,
    at,
  })
  const { checkin_date, lingzhi_earned } = record
  const fact = { user_id: userId, checkin_date, lingzhi_earned, streak, total_lingzhi: balance }
  await recordFact(trx, CheckinRecorded, fact, correlationId)
  return { ...record, total_lingzhi: balance }
}

async function describe(db: Db, userId: string, day: string) {
  const record = await findRecord(db, userId, day)
  return record && toCheckin({ ...record, total_lingzhi: await balanceOf(db, userId) })
}

const toCheckin = (record: {
  checkin_date: string
  lingzhi_earned: number
  total_lingzhi: number
  streak: number
}) => ({
  checkin_date: record.checkin_date,
  lingzhi_earned: record.lingzhi_earned,
  total_lingzhi: record.total_lingzhi,
  streak: record.streak,
  next_reward: rewardFor(record.streak + 1),
  reward_schedule: rewardSchedule(record.streak),
})
