import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { Slots } from '@lingzhi/runtime/slots'
import { createSlots } from '@lingzhi/runtime/slots'
import type { Config } from '../../config.ts'

const retryAfterS = 10

/** Those who upload to this process: each holds some megabytes. */
export interface UploadSlots {
  /** Does something with a body in hand; raises SERVICE_UNAVAILABLE when too many do. */
  hold: <T>(work: () => Promise<T>) => Promise<T>
}

export function openUploadSlots({ IMPORT_UPLOADS_MAX }: Pick<Config, 'IMPORT_UPLOADS_MAX'>): UploadSlots {
  const slots: Slots = createSlots(IMPORT_UPLOADS_MAX)
  return {
    hold: async (work) => {
      if (!slots.tryAcquire()) throw ServiceUnavailable({ retryAfterS })
      try {
        return await work()
      } finally {
        slots.release()
      }
    },
  }
}
