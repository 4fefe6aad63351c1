import type { FastifyRequest } from 'fastify'
import { callerOf } from '../limits/limit-requests.ts'
import type { Records } from './records.ts'

/** Who a kept response counts for. */
export interface Caller {
  name: string
  isGuest: boolean
}

// Bytes kept within a day, so that no caller fills what all share.
const userMaxBytes = 4_194_304
const networkMaxBytes = 1_048_576
const guestsMaxBytes = 33_554_432

export const keptFor = (request: FastifyRequest): Caller => ({
  name: callerOf(request),
  isGuest: !request.principal,
})

/** Whether so many bytes more fit into the caller's share, and a guest's into that of all guests; counts them if so. */
export async function haveRoom(records: Records, { name, isGuest }: Caller, bytes: number): Promise<boolean> {
  if (!(await records.spend(name, bytes, isGuest ? networkMaxBytes : userMaxBytes))) return false
  return !isGuest || records.spend('guests', bytes, guestsMaxBytes)
}
