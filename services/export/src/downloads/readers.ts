import { Socket } from 'node:net'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import type { FastifyReply } from 'fastify'
import type { Config } from '../config.ts'
import { createPace } from './pace.ts'

/** Those who download from this process. */
export interface Readers {
  /** Counts a reader until the response is over, and cuts off one who is too slow; raises SERVICE_UNAVAILABLE when there are too many. */
  admit: (reply: FastifyReply) => void
}

type Settings = Pick<Config, 'EXPORT_DOWNLOADS_MAX' | 'EXPORT_READER_MIN_BYTES_PER_S'>

/** A reader that takes nothing for this long is disconnected: it would hold pages in memory forever. */
const stalledMaxMs = 60_000
const retryAfterS = 10

/** `lookEveryMs`: how often it is looked at what a reader takes. */
export function openReaders(settings: Settings, lookEveryMs = 5_000, now = () => performance.now()): Readers {
  const { EXPORT_DOWNLOADS_MAX: readersMax, EXPORT_READER_MIN_BYTES_PER_S: floor } = settings
  let count = 0
  return {
    admit: ({ raw }) => {
      if (count >= readersMax) throw ServiceUnavailable({ retryAfterS })
      count += 1
      const { socket } = raw
      // Node restores the keep-alive bound after the response.
      if (socket instanceof Socket) socket.setTimeout(stalledMaxMs)
      const isTooSlow = createPace(floor)
      const look = () => {
        if (!socket) return
        const waiting = raw.writableLength + socket.writableLength
        const taken = socket.bytesWritten - socket.writableLength
        if (isTooSlow({ atMs: now(), taken, waiting: waiting > 0 })) socket.destroy()
      }
      const looking = setInterval(look, lookEveryMs)
      looking.unref()
      raw.once('close', () => {
        clearInterval(looking)
        count -= 1
      })
    },
  }
}
