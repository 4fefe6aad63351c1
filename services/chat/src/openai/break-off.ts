import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'

export interface Completions {
  /** Aborts this completion if it still runs some time after the server began to close; to be forgotten at its end. */
  add: (completion: AbortController) => void
  forget: (completion: AbortController) => void
}

/**
 * Nobody can resume a completion, so a server that closes lets those under way finish for `drainMs`. It then breaks off the
 * rest with SERVICE_UNAVAILABLE, sent in their streams, so that no part is taken for the whole.
 */
export function breakOffOnClose(app: App, drainMs: number): Completions {
  const underWay = new Set<AbortController>()
  app.addHook('preClose', async () => {
    setTimeout(() => {
      for (const completion of underWay) completion.abort(ServiceUnavailable({ retryAfterS: 1 }))
    }, drainMs).unref()
  })
  return {
    add: (completion) => void underWay.add(completion),
    forget: (completion) => void underWay.delete(completion),
  }
}
