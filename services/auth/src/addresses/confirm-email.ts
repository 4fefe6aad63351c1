import { InvalidToken, ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import { transact } from '@lingzhi/db/retry'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import { userProblems } from '@lingzhi/identity/guard-problems'
import { principalOf, requireSession } from '@lingzhi/identity/identify'
import { Type } from 'typebox'
import { findUser, lockUser } from '../accounts/accounts.queries.ts'
import { EmailExists } from '../accounts/identifiers.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { MailNotConfigured, mailRetryS } from '../resets/request-reset.ts'
import { spendConfirmation, takeEmail } from './confirmations.queries.ts'
import { unconfirmedEmail } from './email-state.ts'
import { hashConfirmationToken, sendConfirmation, tellOldAddress } from './send-confirmation.ts'

export const InvalidConfirmation = problem('INVALID_CONFIRMATION', 400, {
  zh: '确认链接无效或已过期',
  en: 'The confirmation link is not valid or has expired.',
  check: 'The age of the link: it is valid for 24 hours, works once, and only the newest. Ask for a new one.',
})
export const NothingToConfirm = problem('NOTHING_TO_CONFIRM', 409, {
  zh: '没有需要确认的邮箱',
  en: 'There is no e-mail address to confirm.',
  check: 'The account’s `email` and `email_confirmed`.',
})

const Body = Type.Object(
  { token: Type.String({ minLength: 1, maxLength: 256 }) },
  { title: 'EmailConfirmation', description: 'The token of the link.' },
)

export function confirmEmail(app: App, deps: Deps, config: Config) {
  const { db, now, mailer } = deps
  app.post(
    '/api/confirm-email',
    {
      schema: {
        tags: ['account'],
        summary: 'Confirm an e-mail address with the token from the e-mail',
        description: 'From then on the address signs in and recovers the account. The token works once.',
        body: Body,
        response: { 200: Done, ...problems(ValidationFailed, InvalidConfirmation, EmailExists) },
      },
    },
    async (request) => {
      const hash = hashConfirmationToken(request.body.token)
      const at = now()
      const replaced = await transact(db, async (trx) => {
        const link = await spendConfirmation(trx, hash, at)
        const user = link && (await lockUser(trx, link.user_id))
        if (!user || unconfirmedEmail(user) !== link.email) throw InvalidConfirmation()
        await takeEmail(trx, user.id, link.email, at)
        const entry = { action: 'email.confirmed', actorId: null, userId: user.id, caller: callerOf(request) }
        await recordAudit(trx, entry, at)
        return user.email === link.email ? null : user.email
      })
      if (replaced) tellOldAddress(deps, replaced)
      return {
        success: true as const,
        message: inLanguageOf(request, { zh: '邮箱已确认', en: 'The e-mail address is confirmed.' }),
      }
    },
  )

  app.post(
    '/api/user/email/confirmation',
    {
      onRequest: requireSession,
      schema: {
        tags: ['account'],
        summary: 'E-mail the link that confirms your address again',
        response: {
          202: Done,
          ...problems(...userProblems, NothingToConfirm, MailNotConfigured, ServiceUnavailable),
        },
      },
    },
    async (request, reply) => {
      if (!mailer) throw MailNotConfigured({ retryAfterS: mailRetryS })
      const user = await findUser(db, principalOf(request).userId)
      if (!user) throw InvalidToken()
      const email = unconfirmedEmail(user)
      if (!email) throw NothingToConfirm()
      sendConfirmation(deps, config, { userId: user.id, email })
      return reply.code(202).send({
        success: true as const,
        message: inLanguageOf(request, { zh: '确认链接已发送', en: 'The link has been sent.' }),
      })
    },
  )
}
