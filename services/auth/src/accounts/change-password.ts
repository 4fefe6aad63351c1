import { InvalidToken, ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { TooManyAttempts } from '../attempts/attempt-limit.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { normalForm } from '../passwords/open-passwords.ts'
import { GivenPassword, NewPassword, refuseWeak, WeakPassword } from '../passwords/password-rule.ts'
import { voidReset } from '../resets/resets.queries.ts'
import { endSessions } from '../sessions/end-sessions.ts'
import { findUser, replacePassword } from './accounts.queries.ts'

export const WrongPassword = problem('WRONG_PASSWORD', 400, {
  zh: '旧密码错误',
  en: 'The old password is wrong.',
  check: 'The old password.',
})
export const SamePassword = problem('SAME_PASSWORD', 400, {
  zh: '新密码不能与旧密码相同',
  en: 'The new password must differ from the old one.',
  check: 'Nothing: choose another password.',
})

const Body = Type.Object(
  { old_password: GivenPassword, new_password: NewPassword },
  { title: 'PasswordChange' },
)

export function changePassword(app: App, { db, passwords, attemptLimit, tokens, outbox, now }: Deps) {
  app.post(
    '/api/user/change-password',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'Change your password',
        description:
          'Ends all other sessions and invalidates any reset link. A wrong old password counts as a failed login.',
        body: Body,
        response: {
          200: Done,
          ...problems(
            ...userProblems,
            ValidationFailed,
            WrongPassword,
            SamePassword,
            WeakPassword,
            TooManyAttempts,
            ServiceUnavailable,
          ),
        },
      },
    },
    async (request) => {
      const { userId, sessionId } = principalOf(request)
      const { old_password, new_password } = request.body
      const caller = callerOf(request)
      const user = await findUser(db, userId)
      if (!user) throw InvalidToken()
      refuseWeak(new_password, 'new_password', [user.username, user.phone, user.email])
      const guess = { account: { id: userId }, address: caller.address }
      if (!(await passwords.verify(old_password, user.password_hash, attemptLimit.watch(guess)))) {
        const entry = {
          action: 'password.changed',
          outcome: 'failure' as const,
          actorId: userId,
          userId,
          caller,
        }
        await recordAudit(db, entry, now())
        throw WrongPassword({
          errors: [{ path: 'old_password', message: { zh: '不正确', en: 'is not correct' } }],
        })
      }
      if (normalForm(old_password) === normalForm(new_password)) throw SamePassword()

      const to = await passwords.hash(new_password)
      const at = now()
      await transact(db, async (trx) => {
        // Changed by another request meanwhile: the old password given here is no longer right.
        if (!(await replacePassword(trx, userId, { from: user.password_hash, to, at }))) throw WrongPassword()
        await voidReset(trx, userId)
        await endSessions(trx, tokens, userId, { except: sessionId }, 'password_changed')
        await recordAudit(trx, { action: 'password.changed', actorId: userId, userId, caller }, at)
      })
      outbox.wake()
      return {
        success: true as const,
        message: inLanguageOf(request, {
          zh: '密码已修改，其他设备需要重新登录',
          en: 'Your password was changed. Other devices have to sign in again.',
        }),
      }
    },
  )
}
