import { createHash, randomBytes } from 'node:crypto'
import { seal, unseal } from '@lingzhi/runtime/seal'
import { Secret, TOTP } from 'otpauth'
import { deriveKey } from '../tokens/derive-key.ts'

const periodS = 30
/** Steps of the clock before and after now that are taken: phones' clocks differ a little. */
const windowSteps = 1

export interface Totp {
  /** A new secret: for the person, and sealed for the database. */
  create: (userId: string, username: string) => { secret: string; uri: string; sealed: Buffer }
  /** The step of the clock that a code stands for, undefined for a wrong one (RFC 6238, SHA-1, 6 digits, 30 s). */
  stepOf: (userId: string, sealed: Buffer, code: string, at: Date) => number | undefined
}

/** Time-based one-time codes. Secrets are sealed: the database alone lets nobody compute a code. */
export function createTotp({ AUTH_ENCRYPTION_KEY }: { AUTH_ENCRYPTION_KEY: string }): Totp {
  const key = deriveKey(AUTH_ENCRYPTION_KEY, 'second factors')
  return {
    create: (userId, username) => {
      const secret = new Secret({ size: 20 })
      const uri = new TOTP({ issuer: 'Lingzhi', label: username, secret }).toString()
      return { secret: secret.base32, uri, sealed: seal(key, Buffer.from(secret.bytes), userId) }
    },
    stepOf: (userId, sealed, code, at) => {
      if (!/^\d{6}$/.test(code)) return undefined
      const bytes = unseal(key, sealed, userId)
      const secret = new Secret({ buffer: new Uint8Array(bytes).buffer })
      const delta = TOTP.validate({
        token: code,
        secret,
        timestamp: at.getTime(),
        window: windowSteps,
        period: periodS,
      })
      return delta === null ? undefined : Math.floor(at.getTime() / 1_000 / periodS) + delta
    },
  }
}

const recoveryCodes = 10

/** Ten codes of 80 random bits, for a lost phone. */
export function newRecoveryCodes(): { codes: string[]; hashes: Buffer[] } {
  const codes = Array.from({ length: recoveryCodes }, () =>
    randomBytes(10)
      .toString('hex')
      .replace(/(.{5})(?!$)/g, '$1-'),
  )
  return { codes, hashes: codes.map(hashRecoveryCode) }
}

/** However it is typed: with or without dashes and spaces, in either case. */
export const hashRecoveryCode = (code: string): Buffer =>
  createHash('sha256')
    .update(code.toLowerCase().replace(/[^0-9a-f]/g, ''))
    .digest()
