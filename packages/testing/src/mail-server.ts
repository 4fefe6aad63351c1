import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'

export interface Letter {
  to: string[]
  /** Headers and body as they came. */
  raw: string
}

/** A mail server that keeps what it receives, and the settings by which services find it. */
export async function startMailServer(t: { teardown: (close: () => unknown) => void }) {
  const received: Letter[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, { envelope }, done) => {
      const to = envelope.rcptTo.map(({ address }) => address)
      text(stream).then((raw) => {
        received.push({ to, raw })
        done()
      }, done)
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)))
  const { port } = server.server.address() as AddressInfo
  return { received, settings: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port) } }
}

/** The text of a letter whose body is base64. */
export const bodyOf = ({ raw }: Letter): string =>
  Buffer.from(raw.slice(raw.indexOf('\r\n\r\n') + 4), 'base64').toString()
