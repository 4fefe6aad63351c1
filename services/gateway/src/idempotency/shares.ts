import { networksOf } from '@lingzhi/http/network-of'
import type { FastifyRequest } from 'fastify'
import { callerOf } from '../limits/limit-requests.ts'
import type { Records } from './records.ts'

/** Who a kept response counts for. */
export interface Caller {
  /** A user's own; of a guest that of each network, and of all guests. */
  shares: Share[]
}

type Share = [name: string, bytesMax: number]

// Bytes kept within a day, so that no caller fills what all share.
const userMaxBytes = 4_194_304
const networkMaxBytes = 1_048_576
const guestsMaxBytes = 33_554_432

export const keptFor = (request: FastifyRequest): Caller => ({
  shares: request.principal
    ? [[callerOf(request), userMaxBytes]]
    : [
        ...networksOf(request.address).map(
          ({ name, times }): Share => [`net:${name}`, networkMaxBytes * times],
        ),
        ['guests', guestsMaxBytes],
      ],
})

/** Whether so many bytes more fit into each of the caller's shares; counts them as far as they do. */
export async function haveRoom(records: Records, { shares }: Caller, bytes: number): Promise<boolean> {
  for (const [name, bytesMax] of shares) if (!(await records.spend(name, bytes, bytesMax))) return false
  return true
}
