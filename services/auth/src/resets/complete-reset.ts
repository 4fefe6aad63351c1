import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { Type } from 'typebox'
import { setPassword } from '../accounts/accounts.queries.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { NewPassword, refuseWeak, WeakPassword } from '../passwords/password-rule.ts'
import { evict } from '../sessions/evict.ts'
import { hashResetToken } from './request-reset.ts'
import { findReset, spendReset } from './resets.queries.ts'

export const InvalidResetToken = problem('INVALID_RESET_TOKEN', 400, {
  zh: '重置链接无效或已过期',
  en: 'The reset link is not valid or has expired.',
  check: 'The age of the link: it is valid for 30 minutes and works once. Request a new one.',
})

const Body = Type.Object({
  token: Type.String({ minLength: 1, maxLength: 256 }),
  new_password: NewPassword,
})

export function completeReset(app: App, { db, passwords, attemptLimit, tokens, outbox, now }: Deps) {
  app.post(
    '/api/reset-password',
    {
      schema: {
        tags: ['account'],
        summary: 'Set a new password with the token from the e-mail',
        description: 'The token works once. All sessions of the user end, and all API keys are revoked.',
        body: Body,
        response: {
          200: Done,
          ...problems(ValidationFailed, InvalidResetToken, WeakPassword, ServiceUnavailable),
        },
      },
    },
    async (request) => {
      const { token, new_password } = request.body
      const hash = hashResetToken(token)
      const user = await findReset(db, hash, now())
      if (!user) throw InvalidResetToken()
      refuseWeak(new_password, 'new_password', [user.username, user.phone, user.email])
      const passwordHash = await passwords.hash(new_password)
      const at = now()
      const entry = { action: 'password.reset', actorId: user.id, userId: user.id, caller: callerOf(request) }
      await transact(db, async (trx) => {
        if (!(await spendReset(trx, hash, at))) throw InvalidResetToken()
        await setPassword(trx, user.id, passwordHash, at)
        const keys = await evict(trx, tokens, user.id, { sessions: 'all', apiKeys: true })
        await recordAudit(trx, { ...entry, detail: { api_keys_revoked: keys } }, at)
      })
      outbox.wake()
      await attemptLimit.forgive(user.id)
      return {
        success: true as const,
        message: inLanguageOf(request, {
          zh: '密码已重置，请重新登录',
          en: 'Your password was reset. Please sign in again.',
        }),
      }
    },
  )
}
