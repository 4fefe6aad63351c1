import { createTransport } from 'nodemailer'
import type { Config } from '../config.ts'

export interface Mail {
  to: string
  subject: string
  text: string
}

export interface Mailer {
  /** Resolves when the server has taken the message; rejects within about 15 s. */
  send: (mail: Mail) => Promise<void>
  close: () => void
}

const waitMaxMs = 5_000

/** Sends mail through the SMTP server of the settings; null when they name none. */
export function openMailer(config: Config): Mailer | null {
  const { SMTP_HOST: host, SMTP_PORT: port, SMTP_SECURE: secure, SMTP_USER: user, SMTP_FROM: from } = config
  if (!host) return null
  const transport = createTransport({
    host,
    port,
    secure,
    ...(user && { auth: { user, pass: config.SMTP_PASSWORD ?? '' } }),
    dnsTimeout: waitMaxMs,
    connectionTimeout: waitMaxMs,
    greetingTimeout: waitMaxMs,
    socketTimeout: waitMaxMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async ({ to, subject, text }) => {
      // As an object: an address is never parsed as a list of several.
      const recipient = { name: '', address: to }
      await transport.sendMail({ from, to: recipient, subject, text, textEncoding: 'base64' })
    },
    close: () => transport.close(),
  }
}
