import { createTransport } from 'nodemailer'

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

/** Sends mail through the SMTP server of a URL. */
export function openMailer(url: string, from: string): Mailer {
  const transport = createTransport({
    url,
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
