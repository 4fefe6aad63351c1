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
import { evict } from '../sessions/evict.ts'
import { lockProven, provePassword, WrongPassword } from '../sessions/fresh-proof.ts'
import { findUser, replacePassword } from './accounts.queries.ts'

export const SamePassword = problem('SAME_PASSWORD', 400, {
  zh: '新密码不能与旧密码相同',
  en: 'The new password must differ from the old one.',
  check: 'Nothing: choose another password.',
})

const Body = Type.Object(
  {
    old_password: GivenPassword,
    new_password: NewPassword,
    revoke_api_keys: Type.Boolean({ default: true }),
  },
  { title: 'PasswordChange' },
)

export function changePassword(app: App, deps: Deps) {
  const { db, passwords, tokens, outbox, now } = deps
  app.post(
    '/api/user/change-password',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'Change your password',
        description:
          'Ends all other sessions, revokes your API keys unless `revoke_api_keys` is false, and invalidates any reset link. ' +
          'A wrong old password counts as a failed login.',
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
      const { old_password, new_password, revoke_api_keys } = request.body
      const caller = callerOf(request)
      const user = await findUser(db, userId)
      if (!user) throw InvalidToken()
      refuseWeak(new_password, 'new_password', [user.username, user.phone, user.email])
      await provePassword(deps, request, user, { given: old_password, path: 'old_password' })
      if (normalForm(old_password) === normalForm(new_password)) throw SamePassword()

      const to = await passwords.hash(new_password)
      const at = now()
      await transact(db, async (trx) => {
        await lockProven(trx, request)
        // Changed by another request meanwhile: the old password given here is no longer right.
        if (!(await replacePassword(trx, userId, { from: user.password_hash, to, at }))) throw WrongPassword()
        const sessions = { except: sessionId }
        const keys = await evict(trx, tokens, userId, { sessions, apiKeys: revoke_api_keys })
        const detail = { api_keys_revoked: keys }
        await recordAudit(trx, { action: 'password.changed', actorId: userId, userId, caller, detail }, at)
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
