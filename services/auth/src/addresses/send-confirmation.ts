import { createHash, randomBytes } from 'node:crypto'
import type { Mailer } from '@lingzhi/mail/open-mailer'
import { mailLinkTo } from '@lingzhi/mail/public-url'
import { hourMs } from '@lingzhi/runtime/time'
import type { Config } from '../config.ts'
import type { Deps } from '../deps.ts'
import { holderOf, replaceConfirmation } from './confirmations.queries.ts'

const lifeMs = 24 * hourMs

export const hashConfirmationToken = (token: string): Buffer => createHash('sha256').update(token).digest()

/**
 * Sends the link that makes an address count, after the response: neither its text nor its time tells whether the address
 * is in use. An address that another account has proved is told so instead. Few letters an hour go to one address,
 * whoever asks for them; the rest are dropped.
 */
export function sendConfirmation(
  deps: Deps,
  config: Pick<Config, 'PUBLIC_URL'>,
  { userId, email }: { userId: string; email: string },
): void {
  const { mailer, background, hourly } = deps
  if (!mailer) return
  background.tryRun('address confirmation', async () => {
    if (await hourly.isLetterAllowed(email)) await write(deps, mailer, config, userId, email)
  })
}

async function write(
  { db, now }: Deps,
  mailer: Mailer,
  config: Pick<Config, 'PUBLIC_URL'>,
  userId: string,
  email: string,
) {
  const holder = await holderOf(db, email, userId)
  if (holder && (holder.kind !== 'email' || holder.email_confirmed_at)) {
    const text = [
      '您好：',
      '',
      '有人想在另一个账户上使用本邮箱，但它已属于您的账户，因此没有任何变化。',
      '如果是您本人，请直接用本邮箱登录，或重置密码。',
      'Somebody wants to use this address for another account. It belongs to yours already, so nothing has changed.',
      'If it was you, sign in with this address, or reset your password.',
    ]
    return mailer.send({
      to: email,
      subject: '您的邮箱已有账户 · This address has an account',
      text: text.join('\n'),
    })
  }
  const token = randomBytes(32).toString('base64url')
  const at = now()
  const expiresAt = new Date(at.getTime() + lifeMs)
  await replaceConfirmation(db, { userId, email, hash: hashConfirmationToken(token), at, expiresAt })
  // In the fragment: it stays out of every server's log and of the Referer header.
  const link = mailLinkTo(config, `/confirm-email#token=${token}`)
  const text = [
    '您好：',
    '',
    '请在 24 小时内打开以下链接，确认这是您的邮箱。确认之后才能用它登录和找回密码。',
    'Open this link within 24 hours to confirm that this address is yours. Until then it neither signs in nor recovers an account.',
    link,
    '',
    '如果这不是您的操作，请忽略本邮件。',
    'If you did not ask for this, ignore this mail.',
  ]
  await mailer.send({
    to: email,
    subject: '确认您的邮箱 · Confirm your e-mail address',
    text: text.join('\n'),
  })
}

/** Tells the address that still counts, or did until now, that the account's contacts change. */
export function tellOldAddress({ mailer, background }: Deps, to: string): void {
  if (!mailer) return
  const text = [
    '您好：',
    '',
    '您的灵值账户正在更换邮箱或手机号。如果这是您本人的操作，无需理会。',
    '如果不是，请立即修改密码：这会撤销尚未确认的新邮箱，并让其他设备退出登录。',
    'The e-mail address or phone number of your Lingzhi account is being changed. If it was you, there is nothing to do.',
    'If not, change your password now: that takes back an address that is not confirmed yet, and signs other devices out.',
  ]
  const subject = '账户联系方式变更 · Your contacts are being changed'
  background.tryRun('notice of a change', () => mailer.send({ to, subject, text: text.join('\n') }))
}
