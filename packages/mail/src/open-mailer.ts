import { createTransport } from 'nodemailer'
import type { MailSettings } from './settings.ts'

export interface Mail {
  /** One address; never parsed as a list of several. */
  to: string
  subject: string
  text: string
}

export interface Mailer {
  /** Resolves when the server can be reached and accepts our sign-in; nothing is sent. */
  check: () => Promise<void>
  /**
   * Resolves when the server has taken the message. Its error has the server's code as `responseCode`, if
   * there was one. Without one the message may have been taken: do not send it again.
   */
  send: (mail: Mail) => Promise<void>
  close: () => void
}

/**
 * Sends mail through the SMTP server of the settings; null when they name none. Name lookup, connection, greeting and
 * each response of the server take `waitMaxMs` at most.
 */
export function openMailer(
  { SMTP_HOST: host, SMTP_PORT: port, SMTP_SECURE: secure, SMTP_USER: user, ...settings }: MailSettings,
  waitMaxMs = 5_000,
): Mailer | null {
  if (!host) return null
  const transport = createTransport({
    host,
    port,
    secure,
    requireTLS: !secure && (settings.SMTP_REQUIRE_TLS ?? Boolean(user)),
    ...(user && { auth: { user, pass: settings.SMTP_PASSWORD ?? '' } }),
    dnsTimeout: waitMaxMs,
    connectionTimeout: waitMaxMs,
    greetingTimeout: waitMaxMs,
    socketTimeout: waitMaxMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    check: async () => {
      await transport.verify()
    },
    send: async ({ to, subject, text }) => {
      const recipient = { name: '', address: to }
      await transport.sendMail({
        from: settings.SMTP_FROM,
        to: recipient,
        subject,
        text,
        textEncoding: 'base64',
      })
    },
    close: () => transport.close(),
  }
}
