import { ask } from '@lingzhi/bus/ask'
import type { Bus } from '@lingzhi/bus/open-bus'
import { PublicKeys } from '@lingzhi/contracts/auth'
import { InvalidToken } from '@lingzhi/contracts/common-problems'
import { Problem } from '@lingzhi/contracts/problem'
import type { JSONWebKeySet, JWTPayload } from 'jose'
import { createLocalJWKSet, errors, jwtVerify } from 'jose'
import { followEndedSessions } from './ended-sessions.ts'
import type { Principal, Role } from './principal.ts'
import { tokenAlgorithm, tokenAudience, tokenIssuer } from './principal.ts'

export interface Verifier {
  /** The principal of an access token; raises INVALID_TOKEN, or SERVICE_UNAVAILABLE while no key can be had. */
  verify: (token: string) => Promise<Principal>
  close: () => Promise<void>
}

/** An unknown key id asks auth again, but not more often than this: forged tokens must not become a load. */
const refetchMinMs = 1_000

/**
 * Verifies access tokens locally, with the public keys auth tells over the bus (kept, and asked for again when
 * a token names an unknown one) and the sessions that have ended. Every service holds one: nobody trusts
 * a header for identity.
 */
export async function openVerifier(bus: Bus): Promise<Verifier> {
  const ended = await followEndedSessions(bus)
  let keys: ReturnType<typeof createLocalJWKSet> | undefined
  let fetchedAt = 0
  let fetching: Promise<void> | undefined

  const fetchKeys = () => {
    fetching ??= ask(bus, PublicKeys, {})
      .then((answer) => {
        keys = createLocalJWKSet(answer as unknown as JSONWebKeySet)
      })
      .finally(() => {
        fetchedAt = performance.now()
        fetching = undefined
      })
    return fetching
  }

  const check = async (token: string): Promise<JWTPayload> => {
    if (!keys) await fetchKeys()
    const options = { issuer: tokenIssuer, audience: tokenAudience, algorithms: [tokenAlgorithm] }
    try {
      return (await jwtVerify(token, keys!, options)).payload
    } catch (err) {
      const fresh = performance.now() - fetchedAt < refetchMinMs
      if (!(err instanceof errors.JWKSNoMatchingKey) || fresh) throw err
      await fetchKeys()
      return (await jwtVerify(token, keys!, options)).payload
    }
  }

  return {
    verify: async (token) => {
      try {
        const principal = toPrincipal(await check(token))
        if (ended.has(principal.sessionId)) throw InvalidToken()
        return principal
      } catch (err) {
        throw err instanceof Problem ? err : InvalidToken({ cause: err })
      }
    },
    close: ended.close,
  }
}

function toPrincipal({ sub, sid, role, scope }: JWTPayload): Principal {
  if (typeof sub !== 'string' || typeof sid !== 'string') throw InvalidToken()
  return {
    userId: sub,
    sessionId: sid,
    role: (role === 'admin' ? 'admin' : 'user') satisfies Role,
    scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : null,
  }
}
