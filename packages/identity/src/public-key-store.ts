import { InvalidToken } from '@lingzhi/contracts/common-problems'
import { delay } from '@lingzhi/runtime/delay'
import type { CryptoKey } from 'jose'
import { importJWK } from 'jose'
import { tokenAlgorithm } from './principal.ts'

/**
 * Auth is not asked more often than this: forged tokens with made-up key ids must not become a load. A token
 * whose key is unknown waits for the next question instead of being refused: its key may be brand-new.
 */
const askMinMs = 1_000
/** Keys older than this are asked for again, so that a key taken back stops being accepted. */
const keysMaxAgeMs = 60_000

/** Returns the public signing keys, RFC 7517. */
export type ReadKeys = () => Promise<{ keys: Record<string, unknown>[] }>

export interface KeyStore {
  /** The key of an id; raises INVALID_TOKEN when there is none, SERVICE_UNAVAILABLE when auth cannot be asked. */
  find: (kid: string | undefined) => Promise<CryptoKey>
  /** Asks for the keys again in the background once they are old. */
  refreshWhenOld: () => void
}

/**
 * Auth's public keys, asked for when they are needed: at first, when a token names an unknown one, and
 * when they have grown old; by however many requests at once, one question. While auth is away the
 * known keys stay good. `onRemoval` is called when a key that was known is no more.
 */
export function createKeyStore(readKeys: ReadKeys, onRemoval: () => void): KeyStore {
  let keys = new Map<string, CryptoKey>()
  let askedAt = -keysMaxAgeMs
  let asking: Promise<void> | undefined
  let failure: unknown

  const fetchKeys = async () => {
    const { keys: answered } = await readKeys()
    const next = new Map<string, CryptoKey>()
    for (const jwk of answered) {
      if (typeof jwk.kid === 'string' && jwk.kty === 'OKP') {
        next.set(jwk.kid, (await importJWK(jwk, tokenAlgorithm)) as CryptoKey)
      }
    }
    const removed = [...keys.keys()].some((kid) => !next.has(kid))
    keys = next
    if (removed) onRemoval()
  }
  const refresh = () => {
    asking ??= delay(Math.max(0, askedAt + askMinMs - performance.now()))
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
        askedAt = performance.now()
        asking = undefined
      })
    return asking
  }
  const refreshWhenOld = () => {
    if (performance.now() - askedAt > keysMaxAgeMs) void refresh()
  }

  return {
    find: async (kid) => {
      if (kid === undefined) throw InvalidToken()
      const known = keys.get(kid)
      if (known) {
        refreshWhenOld()
        return known
      }
      // An answer that was already under way may be older than the key: then one more question.
      const underWay = asking !== undefined
      await refresh()
      if (underWay && !keys.has(kid)) await refresh()
      const key = keys.get(kid)
      if (key) return key
      // A key that could not be asked for may well exist: that is our fault, not the token's.
      throw failure ?? InvalidToken()
    },
    refreshWhenOld,
  }
}
