import { ServiceUnavailable, TooManyRequests } from '@lingzhi/contracts/common-problems'
import { secondMs } from '@lingzhi/runtime/time'
import type { Config } from '../../config.ts'

const retryAfterS = 10
/** How long an upload waits for an earlier one of its user's, with its body not read yet. */
const turnMaxMs = 10 * secondMs
/** Of one user: clients send the parts of a file several at a time. */
const waitingMax = 16
/** Of the uploads of a replica, for one user: whoever sends slowly leaves most to the others. */
const shareOf = (uploadsMax: number) => Math.ceil(uploadsMax / 3)

/** Those who upload to this process: each holds some megabytes. */
export interface UploadSlots {
  /**
   * Does something with a body of this user in hand, once one of their share is free. Raises TOO_MANY_REQUESTS when that is not within
   * ten seconds or too many wait, SERVICE_UNAVAILABLE when all together hold all there are.
   */
  hold: <T>(userId: string, work: () => Promise<T>) => Promise<T>
}

interface Share {
  held: number
  waiting: Set<() => void>
}

export function openUploadSlots(
  { IMPORT_UPLOADS_MAX }: Pick<Config, 'IMPORT_UPLOADS_MAX'>,
  turnMs: number = turnMaxMs,
): UploadSlots {
  const shares = new Map<string, Share>()
  let heldByAll = 0

  /** Resolves once this user holds one more of their share: a place that is given back passes to who waits longest. */
  async function takeShare(share: Share): Promise<void> {
    if (share.held < shareOf(IMPORT_UPLOADS_MAX)) {
      share.held += 1
      return
    }
    if (share.waiting.size >= waitingMax) throw TooManyRequests({ retryAfterS })
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    share.waiting.add(resolve)
    const bound = setTimeout(() => {
      share.waiting.delete(resolve)
      reject(TooManyRequests({ retryAfterS }))
    }, turnMs)
    await promise.finally(() => clearTimeout(bound))
  }

  function giveBack(userId: string, share: Share) {
    const [next] = share.waiting
    if (next) {
      share.waiting.delete(next)
      return next()
    }
    share.held -= 1
    if (share.held === 0) shares.delete(userId)
  }

  return {
    hold: async (userId, work) => {
      const share = shares.get(userId) ?? { held: 0, waiting: new Set() }
      shares.set(userId, share)
      await takeShare(share)
      try {
        if (heldByAll >= IMPORT_UPLOADS_MAX) throw ServiceUnavailable({ retryAfterS })
        heldByAll += 1
        try {
          return await work()
        } finally {
          heldByAll -= 1
        }
      } finally {
        giveBack(userId, share)
      }
    },
  }
}
