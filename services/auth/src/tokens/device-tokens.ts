import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'

export interface DeviceTokens {
  /** For a device on which this user has just logged in. */
  issue: (userId: string) => string
  /** The device's own name, if the token was issued here to this user. */
  read: (userId: string, token: string) => string | undefined
}

const prefix = 'lzd_'
const idBytes = 16
const nameBytes = 12
const tokenBytes = idBytes + nameBytes + 32

/**
 * What a device shows to be counted by itself when it logs in again, so that a stranger's failures do not keep it out. It opens
 * nothing: whoever has stolen one may guess as slowly as anybody. Derived, never stored.
 */
export function createDeviceTokens(key: Buffer): DeviceTokens {
  const mac = (claim: Buffer) => createHmac('sha256', key).update(claim).digest()
  return {
    issue: (userId) => {
      const claim = Buffer.concat([parse(userId), randomBytes(nameBytes)])
      return prefix + Buffer.concat([claim, mac(claim)]).toString('base64url')
    },
    read: (userId, token) => {
      if (!token.startsWith(prefix)) return undefined
      const bytes = Buffer.from(token.slice(prefix.length), 'base64url')
      if (bytes.length !== tokenBytes) return undefined
      const claim = bytes.subarray(0, idBytes + nameBytes)
      if (!timingSafeEqual(mac(claim), bytes.subarray(idBytes + nameBytes))) return undefined
      if (stringify(claim.subarray(0, idBytes)) !== userId) return undefined
      return claim.subarray(idBytes).toString('base64url')
    },
  }
}
