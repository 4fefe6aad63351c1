import { statfs } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { every, type Recurring } from '@lingzhi/runtime/every'
import type { Supervised } from '../processes/supervise.ts'

/**
 * Whether JetStream responds, asked over a connection of its own. The server's own signs of life do not tell: after a full disk
 * nats-server 2.9 greets and responds to pings while whatever touches a stream waits for ever, and newer ones switch JetStream off.
 */
export function jetStreamResponds(port: number, password: string, timeoutMs = 3_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' })
    let text = ''
    let responds = false
    const timer = setTimeout(() => socket.destroy(), timeoutMs)
    const login = JSON.stringify({ user: 'lingzhi', pass: password, verbose: false, pedantic: false })
    socket.write(`CONNECT ${login}\r\nSUB _INBOX.watch 1\r\nPUB $JS.API.INFO _INBOX.watch 0\r\n\r\n`)
    socket.on('data', (chunk) => {
      text += chunk.toString()
      const response = /\r\nMSG _INBOX\.watch 1 \d+\r\n(.*)\r\n/.exec(text)?.[1]
      if (response === undefined) return
      responds = !response.includes('"error"')
      socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(timer)
      resolve(responds)
    })
  })
}

interface Watched {
  server: Supervised
  /** Where JetStream stores. */
  folder: string
  responds: () => Promise<boolean>
  note: (line: string) => void
  pauseMs?: number
}

/** Silent so often in a row before it is started anew: a busy machine alone does not do that. */
const silentMax = 3
/** Below this a new start would fill the disk again. */
const freeBytesMin = 32 * 1024 * 1024

/** Starts the server anew when JetStream has stopped responding and its disk has space again; what it stored is kept. */
export function watchJetStream({ server, folder, responds, note, pauseMs = 5_000 }: Watched): Recurring {
  let silent = 0
  return every({ pauseMs, pauseFirst: true, onError: () => {} }, async (signal) => {
    silent = (await responds()) ? 0 : silent + 1
    if (silent < silentMax || signal.aborted) return
    const { bavail, bsize } = await statfs(folder)
    if (bavail * bsize < freeBytesMin) {
      if (silent === silentMax)
        note(
          `nats stores nothing any more: the disk of ${folder} is full; it is started again once there is space`,
        )
      return
    }
    silent = 0
    note('nats stores nothing any more, as after a full disk; starting it again')
    await server.restart()
  })
}
