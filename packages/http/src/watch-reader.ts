import type { ServerResponse } from 'node:http'

/** What is seen of a reader: how many bytes it has taken so far, and whether more are there for it. */
interface Look {
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

export interface ReaderBounds {
  /** Bytes a second; 0: nobody is too slow. */
  floor: number
  /** How often it is looked at what the reader takes. */
  lookEveryMs?: number
  now?: () => number
}

/**
 * Cuts off whoever takes a response too slowly (see createPace), by a reset: after an orderly end the system would keep what it
 * holds for them, some megabytes, until they have read it.
 */
export function watchReader(
  raw: ServerResponse,
  { floor, lookEveryMs = 5_000, now = () => performance.now() }: ReaderBounds,
): void {
  const { socket } = raw
  // Of one that left while it waited there is nothing to see, and no event that would end the looking.
  if (!socket || raw.destroyed || floor === 0) return
  const isTooSlow = createPace(floor)
  const look = () => {
    const waiting = raw.writableLength + socket.writableLength
    const taken = socket.bytesWritten - socket.writableLength
    if (isTooSlow({ atMs: now(), taken, waiting: waiting > 0 })) socket.resetAndDestroy()
  }
  const looking = setInterval(look, lookEveryMs).unref()
  raw.once('close', () => clearInterval(looking))
}
