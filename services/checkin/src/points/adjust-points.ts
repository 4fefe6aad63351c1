import { recordFact } from '@lingzhi/bus/outbox'
import { PointsAdjusted } from '@lingzhi/contracts/checkin'
import { ValidationFailed } from '@lingzhi/contracts/common-problems'
import { Uuid } from '@lingzhi/contracts/ids'
import { problem, problems } from '@lingzhi/contracts/problem'
import { success } from '@lingzhi/contracts/reply-shapes'
import { storableNotBlank } from '@lingzhi/contracts/shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { adminProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireAdmin } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import type { Deps } from '../deps.ts'
import { awaitMember } from '../members/await-member.ts'
import { LedgerEntry, toLedgerEntry } from './ledger-entry.ts'
import { appendMovement, isOverdrawn } from './points.queries.ts'

export const UserNotFound = problem('USER_NOT_FOUND', 404, {
  zh: '用户不存在',
  en: 'No such user.',
  check: 'The user’s id.',
})
export const InsufficientPoints = problem('INSUFFICIENT_POINTS', 409, {
  zh: '灵值余额不足',
  en: 'The balance is too low.',
  check: 'The balance: it cannot become negative.',
})

const Adjustment = Type.Object(
  {
    user_id: Uuid,
    amount: Type.Integer({
      minimum: -1_000_000_000,
      maximum: 1_000_000_000,
      description: 'Points to add, or to deduct when negative; not 0.',
    }),
    reason: Type.String({ minLength: 1, maxLength: 500, pattern: storableNotBlank }),
  },
  { title: 'PointsAdjustment' },
)

const Adjusted = Type.Object({ user_id: Uuid, entry: LedgerEntry })

export function adjustPoints(app: App, { db, outbox, now }: Pick<Deps, 'db' | 'outbox' | 'now'>) {
  app.post(
    '/api/admin/points/adjust',
    {
      onRequest: requireAdmin,
      schema: {
        tags: ['points'],
        summary: 'Correct a user’s points',
        body: Adjustment,
        response: {
          200: success(Adjusted),
          ...problems(ValidationFailed, ...adminProblems, UserNotFound, InsufficientPoints),
        },
      },
    },
    async (request) => {
      const { amount, reason } = request.body
      const userId = request.body.user_id.toLowerCase()
      const adminId = principalOf(request).userId
      if (amount === 0)
        throw ValidationFailed({
          errors: [{ path: 'amount', message: { zh: '不能为 0', en: 'is 0' } }],
        })
      if (!(await awaitMember(db, userId))) throw UserNotFound()

      const movement = { userId, kind: 'adjustment', amount, reason, reference: adminId, at: now() } as const
      const entry = await transact(db, async (trx) => {
        const appended = await appendMovement(trx, movement)
        if (!appended) throw UserNotFound()
        const { kind } = movement
        const fact = { user_id: userId, kind, amount, total_lingzhi: appended.balance, reason }
        await recordFact(trx, PointsAdjusted, { ...fact, adjusted_by: adminId }, request.id)
        return appended
      }).catch((err: unknown) => {
        throw isOverdrawn(err) ? InsufficientPoints({ cause: err }) : err
      })
      outbox.wake()
      return { success: true as const, data: { user_id: userId, entry: toLedgerEntry(entry) } }
    },
  )
}
