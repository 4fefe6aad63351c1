import { ServiceUnavailable, TooManyRequests } from '@lingzhi/contracts/common-problems'
import type { Slots } from '@lingzhi/runtime/slots'
import { createSlots } from '@lingzhi/runtime/slots'
import type { Config } from '../../config.ts'

const retryAfterS = 10
/** Of the uploads of a replica, for one user: whoever sends slowly leaves most to the others. */
const shareOf = (uploadsMax: number) => Math.ceil(uploadsMax / 3)

/** Those who upload to this process: each holds some megabytes. */
export interface UploadSlots {
  /** Does something with a body of this user in hand; raises TOO_MANY_REQUESTS beyond their share, SERVICE_UNAVAILABLE when too many do. */
  hold: <T>(userId: string, work: () => Promise<T>) => Promise<T>
}

export function openUploadSlots({ IMPORT_UPLOADS_MAX }: Pick<Config, 'IMPORT_UPLOADS_MAX'>): UploadSlots {
  const slots: Slots = createSlots(IMPORT_UPLOADS_MAX)
  const held = new Map<string, number>()
  return {
    hold: async (userId, work) => {
      const own = held.get(userId) ?? 0
      if (own >= shareOf(IMPORT_UPLOADS_MAX)) throw TooManyRequests({ retryAfterS })
      if (!slots.tryAcquire()) throw ServiceUnavailable({ retryAfterS })
      held.set(userId, own + 1)
      try {
        return await work()
      } finally {
        slots.release()
        const left = (held.get(userId) ?? 1) - 1
        if (left > 0) held.set(userId, left)
        else held.delete(userId)
      }
    },
  }
}
