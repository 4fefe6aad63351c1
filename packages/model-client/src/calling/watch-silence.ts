/**
 * Gives up a wait whose deadline has passed. A stream waits for every piece, each time with a later deadline: one timer looks after
 * all of them, and is set anew only when it goes off or a deadline comes nearer. Deadlines are in the time of performance.now().
 */
export function watchSilence(giveUp: (what: string) => void) {
  let timer: NodeJS.Timeout | undefined
  /** When the timer goes off. */
  let set = Number.POSITIVE_INFINITY
  let deadline = Number.POSITIVE_INFINITY
  let awaited = ''

  function arm() {
    clearTimeout(timer)
    set = deadline
    timer = setTimeout(look, Math.max(0, deadline - performance.now()))
  }

  function look() {
    timer = undefined
    if (deadline === Number.POSITIVE_INFINITY) return
    // Timers may go off a little early.
    if (performance.now() < deadline - 1) arm()
    else giveUp(awaited)
  }

  return {
    /** A wait for this begins. */
    wait(until: number, what: string) {
      deadline = until
      awaited = what
      if (timer === undefined || deadline < set) arm()
    },
    /** The wait is over. */
    stop() {
      deadline = Number.POSITIVE_INFINITY
    },
    end: () => clearTimeout(timer),
  }
}
