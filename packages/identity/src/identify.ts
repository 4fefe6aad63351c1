import { Forbidden, InvalidToken, MissingToken } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'
import type { FastifyRequest } from 'fastify'
import type { Verifier } from './open-verifier.ts'
import type { Principal } from './principal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for a guest, and on routes without a guard. */
    principal: Principal | null
  }
  interface FastifyInstance {
    verifier: Verifier
  }
}

/** Lets the app's routes ask who is calling, through one of the guards below. */
export function identify(app: App, verifier: Verifier): void {
  app.decorateRequest('principal', null)
  app.decorate('verifier', verifier)
}

/** The Bearer token of a request (RFC 6750); null without one, INVALID_TOKEN when the header is malformed. */
export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  if (header === undefined) return null
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1]
  if (!token) throw InvalidToken({ detail: 'The Authorization header must be "Bearer <token>".' })
  return token
}

/** Guard: a token is welcome but not needed; a bad one is refused all the same. */
export async function optionalUser(request: FastifyRequest): Promise<void> {
  const token = bearerOf(request)
  if (token !== null) request.principal = await request.server.verifier.verify(token)
}

/** Guard: MISSING_TOKEN without a token, INVALID_TOKEN with a bad one. */
export async function requireUser(request: FastifyRequest): Promise<void> {
  await optionalUser(request)
  if (!request.principal) throw MissingToken()
}

/** Guard: FORBIDDEN for everybody but administrators. */
export async function requireAdmin(request: FastifyRequest): Promise<void> {
  await requireUser(request)
  if (request.principal?.role !== 'admin') throw Forbidden()
}

/** The caller of a route guarded by requireUser or requireAdmin. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw MissingToken()
  return request.principal
}
