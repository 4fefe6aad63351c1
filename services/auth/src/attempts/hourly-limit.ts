import { createHash } from 'node:crypto'
import { networksOf } from '@lingzhi/http/network-of'
import { hourMs } from '@lingzhi/runtime/time'
import { fold } from '../accounts/spellings.ts'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import { TooManyAttempts, waitTexts } from './attempt-limit.ts'
import { countTry } from './attempts.queries.ts'

/** Of one account: each try tells whether a name, number or address is in use. */
const identifierChangesMax = 10
/** To one address, over all accounts and whoever asks. */
const lettersMax = 5

export interface HourlyLimit {
  /** Counts a registration against its network; raises TOO_MANY_ATTEMPTS beyond REGISTRATIONS_PER_HOUR. */
  countRegistration: (address: string) => Promise<void>
  /** Counts a change of an identifier against the account and its network; raises TOO_MANY_ATTEMPTS. */
  countIdentifierChange: (userId: string, address: string) => Promise<void>
  /** Counts a letter that somebody can have sent to an address; false when it has had enough of them. */
  isLetterAllowed: (email: string) => Promise<boolean>
}

/**
 * What is worth a few tries an hour, over all replicas and with Redis down. The machine itself is not counted: there it is
 * the operator, or a proxy that TRUSTED_PROXIES does not name, behind which everybody looks the same.
 */
export function createHourlyLimit(
  { db, now }: { db: Db; now: () => Date },
  { REGISTRATIONS_PER_HOUR, RATE_LIMIT_FACTOR }: Pick<Config, 'REGISTRATIONS_PER_HOUR' | 'RATE_LIMIT_FACTOR'>,
): HourlyLimit {
  const scaled = (max: number) => Math.max(1, Math.round(max * RATE_LIMIT_FACTOR))
  const count = async (what: string, max: number) => {
    const at = now()
    const hour = Math.floor(at.getTime() / hourMs)
    const tries = await countTry(db, `${what}:${hour}`, at)
    if (tries <= max) return undefined
    return Math.ceil(((hour + 1) * hourMs - at.getTime()) / 1_000)
  }
  const demand = async (what: string, max: number) => {
    const retryAfterS = await count(what, max)
    if (retryAfterS !== undefined) throw TooManyAttempts({ retryAfterS, detail: waitTexts(retryAfterS) })
  }
  const demandOfNetworks = async (what: string, address: string, max: number) => {
    if (isThisMachine(address)) return
    for (const { name, times } of networksOf(address)) await demand(`${what}:${name}`, scaled(max) * times)
  }
  return {
    countRegistration: async (address) => {
      await demandOfNetworks('registrations', address, REGISTRATIONS_PER_HOUR)
    },
    countIdentifierChange: async (userId, address) => {
      await demand(`identifiers:${userId}`, scaled(identifierChangesMax))
      await demandOfNetworks('identifiers', address, identifierChangesMax * 3)
    },
    isLetterAllowed: async (email) => {
      const digest = createHash('sha256').update(fold(email)).digest('base64url')
      return (await count(`letters:${digest}`, lettersMax)) === undefined
    },
  }
}

const isThisMachine = (address: string) => address === '::1' || address.startsWith('127.')
