import { createHash } from 'node:crypto'
import { problem } from '@lingzhi/contracts/problem'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Network } from '@lingzhi/http/network-of'
import { networkOf, networksOf } from '@lingzhi/http/network-of'
import type { Logger } from '@lingzhi/runtime/logger'
import { spellingsOf } from '../accounts/spellings.ts'
import { recordAudit } from '../audit/record-audit.ts'
import type { Config } from '../config.ts'
import type { Db } from '../database.ts'
import type { GuessWatch } from '../passwords/open-passwords.ts'
import { blockedUntil, clearFailures, clearFailuresBelow, countFailure } from './attempts.queries.ts'

export const TooManyAttempts = problem('TOO_MANY_ATTEMPTS', 429, {
  zh: '尝试次数过多，请稍后再试',
  en: 'Too many attempts. Try again later.',
  check:
    '`Retry-After`; the audit log entry `attempts.blocked` has the address. An administrator can unlock the account.',
})

const resetsPerEmail = 3
const resetsPerAddress = 20
const firstDelayS = 30
const delayMaxS = 3_600
/** Failures are forgotten this long after the last one, or after the last block. */
const forgottenAfterMs = 15 * 60_000

/** An attempt to log in to an account, existing or not, from an address. */
export interface Guess {
  /** `device`: one that logged in before, or a session, which has a counter of its own. */
  account: { id: string; device?: string } | { name: string }
  address: string
}

export interface AttemptLimit {
  /** Raises TOO_MANY_ATTEMPTS, with the seconds to wait, when the account or the address is blocked. */
  refuseBlocked: (guess: Guess) => Promise<void>
  /**
   * Refuses as above before a check, and counts a wrong guess against both; blocks, logs an alert and records
   * it when there were too many.
   */
  watch: (guess: Guess) => GuessWatch
  /** Counts a reset mail: few to one mail address from one network, more in all from it; raises TOO_MANY_ATTEMPTS beyond. */
  countReset: (email: string, address: string) => Promise<void>
  /** Clears the failures of an account, or of one of its devices alone; an address keeps its own, as one right guess does not excuse the others. */
  forgive: (userId: string, device?: string) => Promise<boolean>
  forgiveAddress: (address: string) => Promise<boolean>
}

/**
 * The limit on guessing passwords. It lives in PostgreSQL because it must hold over all replicas and with
 * Redis down. Each failure beyond the limit doubles the wait, from 30 s to an hour.
 */
export function createAttemptLimit(
  { db, log, now }: { db: Db; log: Logger; now: () => Date },
  config: Pick<Config, 'LOGIN_FAILURES_PER_ACCOUNT' | 'LOGIN_FAILURES_PER_ADDRESS'>,
): AttemptLimit {
  const count = async (key: string, limit: number, { account, address }: Guess) => {
    const at = now()
    const forgetBefore = new Date(at.getTime() - forgottenAfterMs)
    const counted = await countFailure(db, { key, at, limit, firstDelayS, delayMaxS, forgetBefore })
    if (!counted?.blocked_until) return
    const detail = { key, failures: counted.failures, blocked_until: counted.blocked_until }
    log.warn({ ...detail, address, alert: true }, 'too many failed attempts, blocked for a while')
    const userId = 'id' in account ? account.id : null
    const entry = { action: 'attempts.blocked', outcome: 'failure' as const, actorId: null, userId, detail }
    await recordAudit(db, { ...entry, caller: { address, requestId: null } }, at)
  }
  const refuseKeys = async (keys: string[]) => {
    const at = now()
    const until = await blockedUntil(db, keys, at)
    if (!until) return
    const retryAfterS = Math.max(1, Math.ceil((until.getTime() - at.getTime()) / 1_000))
    throw TooManyAttempts({ retryAfterS, detail: waitTexts(retryAfterS) })
  }
  const refuseBlocked = ({ account, address }: Guess) =>
    refuseKeys([accountKey(account), ...networksOf(address).map(networkKey)])
  return {
    refuseBlocked,
    watch: (guess) => ({
      before: () => refuseBlocked(guess),
      wrong: async () => {
        await count(accountKey(guess.account), config.LOGIN_FAILURES_PER_ACCOUNT, guess)
        for (const network of networksOf(guess.address))
          await count(networkKey(network), config.LOGIN_FAILURES_PER_ADDRESS * network.times, guess)
      },
    }),
    countReset: async (email, address) => {
      // By address and network: strangers who ask do not keep its owner from asking.
      const emailKey = `reset-${accountKey({ name: email })}-${networkOf(address)}`
      const networks = networksOf(address)
      const fromKey = (network: Network) => `reset-${networkKey(network)}`
      await refuseKeys([emailKey, ...networks.map(fromKey)])
      // Counted before the mail, so the limit is how many are sent: the next one waits.
      await count(emailKey, resetsPerEmail, { account: { name: email }, address })
      for (const network of networks)
        await count(fromKey(network), resetsPerAddress * network.times, { account: { name: email }, address })
    },
    forgive: (id, device) =>
      device ? clearFailures(db, accountKey({ id, device })) : clearFailuresBelow(db, accountKey({ id })),
    forgiveAddress: (address) => clearFailures(db, addressKey(address)),
  }
}

export function waitTexts(seconds: number): Texts {
  const minutes = Math.ceil(seconds / 60)
  const [zh, en] = seconds < 90 ? [`${seconds}秒`, `${seconds} s`] : [`${minutes}分钟`, `${minutes} min`]
  return { zh: `尝试次数过多，请${zh}后再试`, en: `Too many attempts. Try again in ${en}.` }
}

/** Hashed when it is no account's: people type passwords into the name field. */
export const accountKey = (account: Guess['account']): string =>
  'id' in account
    ? `account:${account.id}${account.device ? `:${account.device}` : ''}`
    : `name:${createHash('sha256')
        .update(spellingsOf(account.name).at(-1) ?? '')
        .digest('base64url')}`

const addressKey = (address: string): string => `address:${networkOf(address)}`
const networkKey = ({ name }: Network): string => `address:${name}`
