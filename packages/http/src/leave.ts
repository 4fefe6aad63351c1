import { delay } from '@lingzhi/runtime/delay'
import type { App } from './app-type.ts'

const leaving = new WeakSet<object>()

/** Long enough for a busy caller to get a response that closes its connection, and to connect elsewhere. */
const noticeMs = 300

/**
 * While a server closes, every response has `Connection: close`. A server that leaves keeps serving like that for a
 * moment before it stops accepting and drops idle connections, some of which a caller may be about to use.
 */
export function giveNotice(app: App): void {
  app.addHook('preClose', async () => {
    if (leaving.has(app.server)) await delay(noticeMs)
  })
}

/** Closes the server of a process that ends while other replicas stay, without breaking off a request. */
export function leave(app: App): Promise<void> {
  leaving.add(app.server)
  return app.close()
}
