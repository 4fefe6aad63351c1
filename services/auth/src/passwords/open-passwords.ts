import { randomBytes } from 'node:crypto'
import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { createSlots } from '@lingzhi/runtime/slots'
import { hash as argon2, verify as verifyArgon2 } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'

/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane; about 20 ms. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const current = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`

/** Hashes that may wait for a slot; a further one is refused: a login storm must not fill the memory. */
const waitingMax = 200

/** Called while a guess holds its slot, so that no more guesses than slots can pass before they are counted. */
export interface GuessWatch {
  /** Before the check; may refuse by throwing. */
  before: () => Promise<void>
  /** After a check that failed. */
  wrong: () => Promise<void>
}

export interface Passwords {
  /** An argon2id hash in PHC format of the password's normal form; every byte of that counts. */
  hash: (password: string) => Promise<string>
  /**
   * Checks a password against a stored hash, argon2id or bcrypt ($2a, $2b, $2y). Without one it takes as
   * long as it would with one, and is undefined: an unknown user looks the same as a wrong password. A right one may have
   * matched an `outdated` hash, of an older kind, cost or spelling, to be replaced while the password is at hand.
   */
  verify: (
    password: string,
    stored: string | undefined,
    watch?: GuessWatch,
  ) => Promise<{ outdated: boolean } | undefined>
}

/**
 * The form in which a password is hashed: keyboards and systems differ in how they write the same letter, and in which
 * space a full-width space key gives (RFC 8265, OpaqueString). Nothing is trimmed, and case counts.
 */
export const normalForm = (password: string): string =>
  password
    .replaceAll(/\p{Zs}/gu, ' ')
    .normalize('NFC')
    .toWellFormed()

/** What a password may have been hashed as: in normal form, or, by older versions, as it was typed on either system. */
const spellingsOf = (password: string) => [
  ...new Set([normalForm(password), password, password.normalize('NFC'), password.normalize('NFD')]),
]

/**
 * Hashing, on other threads than the event loop's, `atOnce` at a time; SERVICE_UNAVAILABLE when too many wait.
 */
export async function openPasswords(atOnce: number): Promise<Passwords> {
  const slots = createSlots(atOnce, {
    waitingMax,
    refuse: () => ServiceUnavailable({ retryAfterS: 2 }),
  })
  const unmatched = await argon2(randomBytes(32), cost)
  return {
    hash: (password) => slots.run(() => argon2(normalForm(password), cost)),
    verify: (password, stored = unmatched, watch) =>
      slots.run(async () => {
        await watch?.before()
        for (const spelling of spellingsOf(password)) {
          if (!(await matchesHash(spelling, stored)) || stored === unmatched) continue
          return { outdated: spelling !== normalForm(password) || !stored.startsWith(current) }
        }
        await watch?.wrong()
        return undefined
      }),
  }
}

async function matchesHash(password: string, stored: string): Promise<boolean> {
  if (stored.startsWith('$argon2')) return verifyArgon2(stored, password)
  if (/^\$2[aby]\$/.test(stored)) return verifyBcrypt(password, stored)
  return false
}
