import { delay } from '@lingzhi/runtime/delay'
import type { App } from './app-type.ts'

const leaving = new WeakSet<object>()

/** Long enough for a busy caller to get an answer that says so, and to have asked elsewhere since. */
const noticeMs = 300

/**
 * While a server closes, every answer says `Connection: close`. One that leaves goes on like that for a moment before it
 * accepts nothing more and drops its idle connections: a caller would be using some of them at that very instant.
 */
export function giveNotice(app: App): void {
  app.addHook('preClose', async () => {
    if (leaving.has(app.server)) await delay(noticeMs)
  })
}

/** Closes the server of a process that ends while others go on, without breaking a request off. */
export function leave(app: App): Promise<void> {
  leaving.add(app.server)
  return app.close()
}
