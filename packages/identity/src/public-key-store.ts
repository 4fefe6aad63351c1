import { InvalidToken } from '@lingzhi/contracts/common-problems'
import { delay } from '@lingzhi/runtime/delay'
import type { CryptoKey } from 'jose'
import { importJWK } from 'jose'
import { tokenAlgorithm } from './principal.ts'

/**
 * Keys are not requested more often than this: forged tokens with made-up key ids must not become a load on auth. A
 * token whose key is unknown waits for the next request instead of being refused: its key may be brand-new.
 */
const requestMinMs = 1_000
/** Keys older than this are requested again, so that a withdrawn key stops being accepted. */
const keysMaxAgeMs = 60_000

/** Returns the public signing keys, RFC 7517. */
export type ReadKeys = () => Promise<{ keys: Record<string, unknown>[] }>

export interface KeyStore {
  /** The key of an id; raises INVALID_TOKEN when there is none, SERVICE_UNAVAILABLE when auth cannot be reached. */
  find: (kid: string | undefined) => Promise<CryptoKey>
  /** Requests the keys again in the background once they are old. */
  refreshWhenOld: () => void
}

/**
 * Auth's public keys, requested when they are needed: at first, when a token names an unknown one, and
 * when they have grown old; once for any number of tokens at the same time. While auth is away the
 * known keys stay good. `onRemoval` is called when a known key is gone.
 */
export function createKeyStore(readKeys: ReadKeys, onRemoval: () => void): KeyStore {
  let keys = new Map<string, CryptoKey>()
  let requestedAt = -keysMaxAgeMs
  let refreshing: Promise<void> | undefined
  let failure: unknown

  const fetchKeys = async () => {
    const { keys: published } = await readKeys()
    const next = new Map<string, CryptoKey>()
    for (const jwk of published) {
      if (typeof jwk.kid === 'string' && jwk.kty === 'OKP') {
        next.set(jwk.kid, (await importJWK(jwk, tokenAlgorithm)) as CryptoKey)
      }
    }
    const removed = [...keys.keys()].some((kid) => !next.has(kid))
    keys = next
    if (removed) onRemoval()
  }
  const refresh = () => {
    refreshing ??= delay(Math.max(0, requestedAt + requestMinMs - performance.now()))
      .then(fetchKeys)
      .then(
        () => {
          failure = undefined
        },
        (err) => {
          failure = err
        },
      )
      .finally(() => {
        requestedAt = performance.now()
        refreshing = undefined
      })
    return refreshing
  }
  const refreshWhenOld = () => {
    if (performance.now() - requestedAt > keysMaxAgeMs) void refresh()
  }

  return {
    find: async (kid) => {
      if (kid === undefined) throw InvalidToken()
      const known = keys.get(kid)
      if (known) {
        refreshWhenOld()
        return known
      }
      // A request that was already under way may have missed the key: then one more.
      const underWay = refreshing !== undefined
      await refresh()
      if (underWay && !keys.has(kid)) await refresh()
      const key = keys.get(kid)
      if (key) return key
      // A key that could not be requested may well exist: that is our fault, not the token's.
      throw failure ?? InvalidToken()
    },
    refreshWhenOld,
  }
}
