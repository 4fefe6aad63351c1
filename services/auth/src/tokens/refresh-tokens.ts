import { createHmac, timingSafeEqual } from 'node:crypto'
import { parse, stringify } from 'uuid'

/** What a refresh token contains: its session, and its position in that session's sequence of tokens. */
export interface RefreshClaim {
  sessionId: string
  generation: number
}

export interface RefreshTokens {
  /** The same claim always gives the same token, on every replica. */
  issue: (claim: RefreshClaim) => string
  /** Undefined for anything that was not issued here. */
  read: (token: string) => RefreshClaim | undefined
}

const prefix = 'lzr_'
const claimBytes = 20
const tokenBytes = claimBytes + 32

/**
 * Refresh tokens are derived, not stored: the claim and its HMAC-SHA-256. So parallel refreshes of one token
 * get the same successor without keeping it anywhere, any old token of a live session is recognised as such,
 * and the database holds nothing that could be used as a token.
 */
export function createRefreshTokens(key: Buffer): RefreshTokens {
  const mac = (claim: Buffer) => createHmac('sha256', key).update(claim).digest()
  return {
    issue: ({ sessionId, generation }) => {
      const claim = Buffer.alloc(claimBytes)
      claim.set(parse(sessionId))
      claim.writeUInt32BE(generation, 16)
      return prefix + Buffer.concat([claim, mac(claim)]).toString('base64url')
    },
    read: (token) => {
      if (!token.startsWith(prefix)) return undefined
      const bytes = Buffer.from(token.slice(prefix.length), 'base64url')
      if (bytes.length !== tokenBytes) return undefined
      const claim = bytes.subarray(0, claimBytes)
      if (!timingSafeEqual(mac(claim), bytes.subarray(claimBytes))) return undefined
      return { sessionId: stringify(claim.subarray(0, 16)), generation: claim.readUInt32BE(16) }
    },
  }
}
