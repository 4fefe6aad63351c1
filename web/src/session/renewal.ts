/** A token is renewed this long before its end, so that no request has to wait for it. */
const beforeMs = 60_000
/** A server that is away is asked again after this. */
const againMs = 15_000

interface Around {
  renew: () => Promise<unknown>
  hidden: () => boolean
  now: () => number
  setTimer: (run: () => void, ms: number) => number
  clearTimer: (timer: number) => void
}

/**
 * Renews the access token shortly before its end. Not in hidden tabs: nobody waits for those, and a hundred of them would
 * ask for nothing. `look` is to be called when the tab is shown, or the device wakes.
 */
export function createRenewal({ renew, hidden, now, setTimer, clearTimer }: Around) {
  let dueAt: number | null = null
  let timer = 0
  let running = false

  function plan(ms: number) {
    clearTimer(timer)
    timer = setTimer(look, ms)
  }

  function look() {
    if (dueAt === null || running || hidden()) return
    const left = dueAt - now()
    if (left > 0) return plan(left)
    running = true
    renew()
      // A refusal ends the session elsewhere; anything else passes.
      .catch(() => dueAt !== null && plan(againMs))
      .finally(() => {
        running = false
      })
  }

  return {
    /** A new token, which lives this long from now; null: there is none any more. */
    taken(lifeMs: number | null): void {
      clearTimer(timer)
      dueAt = lifeMs === null ? null : now() + Math.max(lifeMs - beforeMs, lifeMs / 2)
      if (dueAt !== null) plan(dueAt - now())
    },
    look,
  }
}
