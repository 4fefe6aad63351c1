import { LRUCache } from 'lru-cache'
import type { Principal } from './principal.ts'

/** About 10 MB when full. */
const tokensMax = 10_000

export interface VerifiedTokens {
  /** The principal of a token verified before, while it has not expired. */
  get: (token: string) => Principal | undefined
  set: (token: string, principal: Principal, expiresAtMs: number) => void
  clear: () => void
}

/**
 * Remembers tokens whose signature was good, the least recently used forgotten first. Expiry is checked here,
 * because a token names an instant and the cache knows only spans.
 */
export function createVerifiedTokens(now: () => Date): VerifiedTokens {
  const entries = new LRUCache<string, { principal: Principal; expiresAtMs: number }>({ max: tokensMax })
  return {
    get: (token) => {
      const entry = entries.get(token)
      if (!entry) return undefined
      if (entry.expiresAtMs > now().getTime()) return entry.principal
      entries.delete(token)
      return undefined
    },
    set: (token, principal, expiresAtMs) => void entries.set(token, { principal, expiresAtMs }),
    clear: () => entries.clear(),
  }
}
