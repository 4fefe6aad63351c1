/** What is seen of a reader: how many bytes it has taken so far, and whether more are there for it. */
export interface Look {
  atMs: number
  taken: number
  waiting: boolean
}

const windowMs = 60_000

/**
 * Whether a reader has taken less than `floor` bytes a second, averaged over a minute in which there was always something to
 * take: a file that comes slowly is not its reader's fault.
 */
export function createPace(floor: number): (look: Look) => boolean {
  let since: Look | undefined
  return (look) => {
    if (!look.waiting || !since) {
      since = look.waiting ? look : undefined
      return false
    }
    const elapsedMs = look.atMs - since.atMs
    if (elapsedMs < windowMs) return false
    const perSecond = ((look.taken - since.taken) / elapsedMs) * 1_000
    since = look
    return perSecond < floor
  }
}
