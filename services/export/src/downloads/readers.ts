import { Socket } from 'node:net'
import { ServiceUnavailable, TooManyRequests } from '@lingzhi/contracts/common-problems'
import { watchReader } from '@lingzhi/http/watch-reader'
import type { FastifyReply } from 'fastify'
import type { Config } from '../config.ts'

/** By what right somebody downloads: a token, the id of a guest's conversation, or a signed link. */
export type ReaderKind = 'user' | 'guest' | 'link'

/** Those who download from this process. */
export interface Readers {
  /**
   * Counts a reader until the response is over, and cuts off one who is too slow. Raises SERVICE_UNAVAILABLE when there are
   * too many, and TOO_MANY_REQUESTS when guests, or those with links, have their part of the places.
   */
  admit: (reply: FastifyReply, kind: ReaderKind) => void
}

type Settings = Pick<Config, 'EXPORT_DOWNLOADS_MAX' | 'EXPORT_READER_MIN_BYTES_PER_S' | 'RATE_LIMIT_FACTOR'>

/** A reader that takes nothing for this long is disconnected: it would hold pages in memory forever. */
const stalledMaxMs = 60_000
const retryAfterS = 10

/** `lookEveryMs`: how often it is looked at what a reader takes. */
export function openReaders(settings: Settings, lookEveryMs = 5_000, now = () => performance.now()): Readers {
  const { EXPORT_DOWNLOADS_MAX: readersMax, EXPORT_READER_MIN_BYTES_PER_S: floor } = settings
  // The gateway counts these by network alone, and networks are many.
  const othersMax = Math.ceil(readersMax * Math.min(1, settings.RATE_LIMIT_FACTOR / 3))
  const counts = { user: 0, guest: 0, link: 0 }
  return {
    admit: ({ raw }, kind) => {
      if (kind !== 'user' && counts[kind] >= othersMax) throw tooManyOf(kind)
      if (counts.user + counts.guest + counts.link >= readersMax) throw ServiceUnavailable({ retryAfterS })
      counts[kind] += 1
      const { socket } = raw
      // Node restores the keep-alive bound after the response.
      if (socket instanceof Socket) socket.setTimeout(stalledMaxMs)
      watchReader(raw, { floor, lookEveryMs, now })
      raw.once('close', () => {
        counts[kind] -= 1
      })
    },
  }
}

const tooManyOf = (kind: 'guest' | 'link') =>
  TooManyRequests({
    retryAfterS,
    detail:
      kind === 'guest'
        ? {
            zh: '当前有很多未登录的用户在下载，请稍后再试，或登录后下载',
            en: 'Many guests are downloading. Try again soon, or sign in.',
          }
        : {
            zh: '当前有很多人在通过链接下载，请稍后再试，或登录后下载',
            en: 'Many links are being downloaded. Try again soon, or sign in.',
          },
  })
