import type { Principal } from './principal.ts'

/** About 10 MB when full. */
const tokensMax = 10_000

export interface VerifiedTokens {
  /** The principal of a token verified before, while it has not expired. */
  get: (token: string) => Principal | undefined
  set: (token: string, principal: Principal, expiresAtMs: number) => void
  clear: () => void
}

/** Remembers tokens whose signature was good, the least recently used forgotten first. */
export function createVerifiedTokens(): VerifiedTokens {
  const entries = new Map<string, { principal: Principal; expiresAtMs: number }>()
  return {
    get: (token) => {
      const entry = entries.get(token)
      if (!entry) return undefined
      entries.delete(token)
      if (entry.expiresAtMs <= Date.now()) return undefined
      entries.set(token, entry)
      return entry.principal
    },
    set: (token, principal, expiresAtMs) => {
      entries.set(token, { principal, expiresAtMs })
      if (entries.size <= tokensMax) return
      const [oldest] = entries.keys()
      if (oldest !== undefined) entries.delete(oldest)
    },
    clear: () => entries.clear(),
  }
}
