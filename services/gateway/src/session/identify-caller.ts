import { apiKeyPrefix } from '@lingzhi/contracts/auth'
import {
  Forbidden,
  InsufficientScope,
  InvalidToken,
  MissingToken,
  TokenExpired,
} from '@lingzhi/contracts/common-problems'
import { Problem } from '@lingzhi/contracts/problem'
import { bearerOf, pathOf, ticketOf } from '@lingzhi/identity/identify'
import type { Verifier } from '@lingzhi/identity/open-verifier'
import type { Principal } from '@lingzhi/identity/principal'
import type { FastifyRequest } from 'fastify'
import type { RowRules } from '../proxy/row.ts'
import type { ApiKeys } from './exchange-api-key.ts'

const apiKeyLengthMax = 256

/**
 * The caller of a request: null for a guest, INVALID_TOKEN for a bad credential, TOKEN_EXPIRED for an access token that
 * was good. An API key is replaced by its access token, which is what is passed on. A ticket
 * in the URL opens a stream. A promise only where something must be asked or checked anew.
 */
export function identifyCaller(
  request: FastifyRequest,
  verifier: Verifier,
  apiKeys: ApiKeys,
): Principal | null | Promise<Principal> {
  const token = bearerOf(request)
  if (token === null) {
    const ticket = request.routeOptions.config.row?.streams ? ticketOf(request) : undefined
    return ticket === undefined ? null : verifier.verifyTicket(ticket, pathOf(request))
  }
  return token.startsWith(apiKeyPrefix)
    ? identifyKey(token, request, verifier, apiKeys)
    : verifier.verify(token)
}

async function identifyKey(token: string, request: FastifyRequest, verifier: Verifier, apiKeys: ApiKeys) {
  if (token.length > apiKeyLengthMax) throw InvalidToken()
  const accessToken = await apiKeys.exchange(token)
  request.headers.authorization = `Bearer ${accessToken}`
  try {
    return await verifier.verify(accessToken)
  } catch (err) {
    // The key was revoked, or its token expired, after the exchange: the next call exchanges it again.
    if (!(err instanceof Problem && err.status === InvalidToken.status)) throw err
    apiKeys.forget(token)
    // Its caller has a key, and no token that could be refreshed.
    throw err.code === TokenExpired.code ? InvalidToken({ cause: err }) : err
  }
}

/** MISSING_TOKEN, FORBIDDEN or INSUFFICIENT_SCOPE when the row is not for this caller. */
export function admit({ access, scopes }: RowRules, principal: Principal | null): void {
  if (access === 'public' || (access === 'optional' && !principal)) return
  if (!principal) throw MissingToken()
  if (principal.scopes !== null && !scopes.some((scope) => principal.scopes?.includes(scope))) {
    throw InsufficientScope()
  }
  if (access === 'admin' && principal.role !== 'admin') throw Forbidden()
}
