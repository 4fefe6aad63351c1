import { createHash, randomBytes } from 'node:crypto'
import { ServiceUnavailable, ValidationFailed } from '@lingzhi/contracts/common-problems'
import { problem, problems } from '@lingzhi/contracts/problem'
import { Done } from '@lingzhi/contracts/reply-shapes'
import { storable } from '@lingzhi/contracts/shapes'
import type { App } from '@lingzhi/http/create-http'
import { inLanguageOf } from '@lingzhi/http/language'
import type { Mailer } from '@lingzhi/mail/open-mailer'
import { mailLinkTo } from '@lingzhi/mail/public-url'
import { Type } from 'typebox'
import { findByIdentifier } from '../accounts/accounts.queries.ts'
import { fold, spellingsOf } from '../accounts/spellings.ts'
import { TooManyAttempts } from '../attempts/attempt-limit.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Caller } from '../caller.ts'
import { callerOf } from '../caller.ts'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { replaceReset } from './resets.queries.ts'

export const MailNotConfigured = problem('MAIL_NOT_CONFIGURED', 503, {
  zh: '平台无法发送邮件，请联系管理员重置密码',
  en: 'This platform cannot send e-mail. Ask an administrator to reset the password.',
  check: 'The SMTP settings (docs/settings.md).',
})

const lifeMs = 30 * 60_000
/** Mail works only after the settings are changed and the service restarts. */
export const mailRetryS = 3_600

const Body = Type.Object({ email: Type.String({ minLength: 3, maxLength: 254, pattern: storable }) })

export const hashResetToken = (token: string): Buffer => createHash('sha256').update(token).digest()

export function requestReset(app: App, deps: Deps, config: Config) {
  const { mailer, attemptLimit, background } = deps
  app.post(
    '/api/forgot-password',
    {
      schema: {
        tags: ['account'],
        summary: 'E-mail a link to set a new password',
        description:
          'The response is the same whether or not the address is registered. The link works for 30 minutes.',
        body: Body,
        response: {
          202: Done,
          ...problems(ValidationFailed, TooManyAttempts, MailNotConfigured, ServiceUnavailable),
        },
      },
    },
    async (request, reply) => {
      if (!mailer) throw MailNotConfigured({ retryAfterS: mailRetryS })
      const { email } = request.body
      const caller = callerOf(request)
      await attemptLimit.countReset(email, caller.address)
      background.run('password reset', () => sendReset(deps, mailer, config, email, caller))
      return reply.code(202).send({
        success: true as const,
        message: inLanguageOf(request, {
          zh: '如果该邮箱已注册，重置链接已发送',
          en: 'If the e-mail address is registered, a reset link has been sent.',
        }),
      })
    },
  )
}

async function sendReset(
  { db, hourly, now }: Deps,
  mailer: Mailer,
  config: Pick<Config, 'PUBLIC_URL'>,
  email: string,
  caller: Caller,
) {
  const user = await findByIdentifier(db, email)
  if (!user?.email || !spellingsOf(email).includes(fold(user.email)) || user.status !== 'active') return
  if (!(await hourly.isLetterAllowed(user.email))) return
  const token = randomBytes(32).toString('base64url')
  const at = now()
  const expiresAt = new Date(at.getTime() + lifeMs)
  await replaceReset(db, { userId: user.id, hash: hashResetToken(token), at, expiresAt })
  await recordAudit(db, { action: 'password.reset_requested', actorId: null, userId: user.id, caller }, at)
  // In the fragment: it stays out of every server's log and of the Referer header.
  const link = mailLinkTo(config, `/reset-password#token=${token}`)
  const text = [
    // No name: whoever chose it would write this letter's first line.
    '您好：',
    '',
    '请在 30 分钟内打开以下链接设置新密码。链接只能使用一次。',
    'Open this link within 30 minutes to choose a new password. It works once.',
    link,
    '',
    '如果这不是您的操作，请忽略本邮件，密码不会改变。',
    'If you did not ask for this, ignore this mail: your password stays as it is.',
  ]
  await mailer.send({
    to: user.email,
    subject: '重置您的灵值密码 · Reset your Lingzhi password',
    text: text.join('\n'),
  })
}
