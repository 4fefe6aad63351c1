import { delay } from '@lingzhi/runtime/delay'
import type { App } from './app-type.ts'

/** The servers that leave, and how long they give notice. */
const leaving = new WeakMap<object, number>()

/** Long enough for a busy caller to get a response that closes its connection, and to connect elsewhere. */
const shortNoticeMs = 300

/**
 * While a server closes, every response has `Connection: close`. A server that leaves keeps serving like that for a
 * moment before it stops accepting and drops idle connections, some of which a caller may be about to use.
 */
export function giveNotice(app: App): void {
  app.addHook('preClose', async () => {
    const noticeMs = leaving.get(app.server)
    if (noticeMs) await delay(noticeMs)
  })
}

/**
 * Closes the server of a process that ends while other replicas stay, without breaking off a request. A longer notice lets
 * callers who ask seldom give up their connections as well: one that is dropped in the moment it is used fails its request.
 */
export function leave(app: App, noticeMs = shortNoticeMs): Promise<void> {
  leaving.set(app.server, noticeMs)
  return app.close()
}
