import type { Bus } from '@lingzhi/bus/open-bus'
import { sendRequest } from '@lingzhi/bus/request'
import { PublicKeys } from '@lingzhi/contracts/auth'
import { InvalidToken, TokenExpired } from '@lingzhi/contracts/common-problems'
import { Problem } from '@lingzhi/contracts/problem'
import type { JWTPayload, JWTVerifyOptions } from 'jose'
import { errors, jwtVerify } from 'jose'
import { followEndedSessions } from './ended-sessions.ts'
import type { Principal } from './principal.ts'
import { ticketAudience, tokenAlgorithm, tokenAudience, tokenIssuer } from './principal.ts'
import type { KeyStore, ReadKeys } from './public-key-store.ts'
import { createKeyStore } from './public-key-store.ts'
import { createVerifiedTokens } from './verified-tokens.ts'

export interface Verifier {
  /**
   * The principal of an access token. Raises TOKEN_EXPIRED if nothing but its age is wrong, INVALID_TOKEN otherwise, and
   * SERVICE_UNAVAILABLE while no key is available. A promise only for a token that was not seen before.
   */
  verify: (token: string) => Principal | Promise<Principal>
  /** The principal of a ticket, for the path that it opens; raises what `verify` raises, also for another path. */
  verifyTicket: (ticket: string, path: string) => Promise<Principal>
  /** Calls back when a session ends; returns what stops that. */
  watchSession: (sessionId: string, ended: () => void) => () => void
  close: () => Promise<void>
}

export interface VerifierOptions {
  /** By default a request to auth over the bus. */
  readKeys?: ReadKeys
  /** By default the machine's clock. */
  now?: () => Date
}

/** Far above what auth issues, far below what a header may hold. */
const tokenLengthMax = 4_096

const rules: JWTVerifyOptions = {
  issuer: tokenIssuer,
  algorithms: [tokenAlgorithm],
  requiredClaims: ['sub', 'sid', 'exp'],
}

/**
 * Verifies access tokens locally, with the public keys auth publishes over the bus and the sessions that have
 * ended. A signature is checked once, its expiry and its session at each request. Every service has one:
 * none trusts a header for identity. Auth passes its own `readKeys`.
 */
export async function openVerifier(
  bus: Bus,
  { readKeys = () => sendRequest(bus, PublicKeys, {}), now = () => new Date() }: VerifierOptions = {},
): Promise<Verifier> {
  const ended = await followEndedSessions(bus, now)
  const verified = createVerifiedTokens(now)
  const keys = createKeyStore(readKeys, verified.clear)
  // Not waited for: auth may start after us, and the first token will request them again.
  keys.refreshWhenOld()

  const check = async (token: string): Promise<Principal> => {
    if (token.length > tokenLengthMax) throw InvalidToken()
    const { payload, expired } = await readClaims(token, keys, now())
    const principal = toPrincipal(payload)
    // Of an ended session no new token is to be had: that is the better reason.
    if (expired) throw ended.has(principal.sessionId) ? InvalidToken() : TokenExpired()
    verified.set(token, principal, (payload.exp ?? 0) * 1_000)
    return principal
  }

  const checkTicket = async (ticket: string, path: string): Promise<Principal> => {
    if (ticket.length > tokenLengthMax) throw InvalidToken()
    const { payload, expired } = await readClaims(ticket, keys, now(), ticketAudience)
    if (payload.path !== path) throw InvalidToken()
    if (expired) throw TokenExpired()
    return toPrincipal(payload)
  }

  const unlessEnded = async (checking: Promise<Principal>) => {
    try {
      const principal = await checking
      if (ended.has(principal.sessionId)) throw InvalidToken()
      return principal
    } catch (err) {
      throw err instanceof Problem ? err : InvalidToken({ cause: err })
    }
  }

  return {
    verify: (token) => {
      const known = verified.get(token)
      if (!known) return unlessEnded(check(token))
      keys.refreshWhenOld()
      if (ended.has(known.sessionId)) throw InvalidToken()
      return known
    },
    verifyTicket: (ticket, path) => unlessEnded(checkTicket(ticket, path)),
    watchSession: ended.watch,
    close: async () => ended.close(),
  }
}

/** The claims of a token that is good but perhaps for its age, which is checked last. */
async function readClaims(token: string, keys: KeyStore, currentDate: Date, audience = tokenAudience) {
  try {
    const options = { ...rules, audience, currentDate }
    const { payload } = await jwtVerify(token, ({ kid }) => keys.find(kid), options)
    return { payload, expired: false }
  } catch (err) {
    if (err instanceof errors.JWTExpired) return { payload: err.payload, expired: true }
    throw err
  }
}

function toPrincipal({ sub, sid, role, scope }: JWTPayload): Principal {
  if (typeof sub !== 'string' || typeof sid !== 'string') throw InvalidToken()
  return {
    userId: sub,
    sessionId: sid,
    role: role === 'admin' ? 'admin' : 'user',
    scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : null,
  }
}
