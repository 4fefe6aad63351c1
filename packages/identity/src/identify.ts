import type { Scope } from '@lingzhi/contracts/auth'
import { Forbidden, InsufficientScope, InvalidToken, MissingToken } from '@lingzhi/contracts/common-problems'
import type { App } from '@lingzhi/http/create-http'
import { breakOff } from '@lingzhi/http/sse'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Verifier } from './open-verifier.ts'
import type { Principal } from './principal.ts'
import { isAdmin } from './principal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for a guest, and on routes without a guard. */
    principal: Principal | null
  }
  interface FastifyInstance {
    verifier: Verifier
  }
}

/**
 * Lets the app's routes identify their callers, through one of the guards below. A response that is under way when its
 * caller's session ends is ended: a stream of events with INVALID_TOKEN, anything else is cut. A stream that only passes
 * through here is left to the service, which says so itself, for `tellMaxMs`.
 */
export function identify(app: App, verifier: Verifier): void {
  app.decorateRequest('principal', null)
  app.decorate('verifier', verifier)
  app.addHook('preHandler', ({ principal }, reply, done) => {
    if (principal) {
      const { raw } = reply
      const stop = verifier.watchSession(principal.sessionId, () => {
        // What ends its own session is told so.
        if (!raw.headersSent || breakOff(reply, sessionEnded())) return
        if (!isEventStream(reply)) return raw.destroy()
        const bound = setTimeout(() => raw.destroy(), tellMaxMs).unref()
        raw.once('close', () => clearTimeout(bound))
      })
      raw.once('close', stop)
    }
    done()
  })
}

/** Within it a stream's end comes from the service that writes it: an ended session is ended everywhere within a second. */
const tellMaxMs = 800

const isEventStream = (reply: FastifyReply): boolean =>
  String(reply.getHeader('content-type')).startsWith('text/event-stream')

const sessionEnded = () =>
  InvalidToken({
    detail: {
      zh: '会话已结束，请重新登录',
      en: 'The session has ended. Sign in again.',
    },
  })

/** The Bearer token of a request (RFC 6750); null without one, INVALID_TOKEN when the header is malformed. */
export function bearerOf(request: FastifyRequest): string | null {
  const header = request.headers.authorization
  if (header === undefined) return null
  const token = /^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1]
  if (!token)
    throw InvalidToken({
      detail: {
        zh: 'Authorization 请求头必须为 "Bearer <token>"',
        en: 'Send the Authorization header as "Bearer <token>".',
      },
    })
  return token
}

/**
 * The ticket in the URL of a request without Authorization: the EventSource of browsers sends no header of ours. Undefined
 * without one, and for anything but reading.
 */
export function ticketOf({ method, headers, query }: FastifyRequest): string | undefined {
  if (headers.authorization !== undefined || (method !== 'GET' && method !== 'HEAD')) return undefined
  const { ticket } = query as { ticket?: unknown }
  return typeof ticket === 'string' ? ticket : undefined
}

/** The path that a ticket must be for. */
export const pathOf = ({ url }: FastifyRequest): string => url.split('?', 1)[0] ?? ''

type Guard = (request: FastifyRequest) => Promise<void>

/**
 * Guard: a token is welcome but not needed; a bad one is refused all the same. An API key may read here if it
 * has the scope `read`, and nothing else: INSUFFICIENT_SCOPE.
 */
export async function optionalUser(request: FastifyRequest): Promise<void> {
  await authenticate(request)
  limitKey(request, request.method === 'GET' || request.method === 'HEAD' ? ['read'] : [])
}

/** Guard: MISSING_TOKEN without a token, INVALID_TOKEN or TOKEN_EXPIRED with a bad one; API keys as in optionalUser. */
export async function requireUser(request: FastifyRequest): Promise<void> {
  await optionalUser(request)
  principalOf(request)
}

/** Guard: as optionalUser, and an API key with any of these scopes passes whatever the method. */
export const optionalScope =
  (...scopes: Scope[]): Guard =>
  async (request) => {
    await authenticate(request)
    limitKey(request, scopes)
  }

/** Guard: as requireUser, and an API key with any of these scopes passes whatever the method. */
export const requireScope =
  (...scopes: Scope[]): Guard =>
  async (request) => {
    await authenticate(request)
    principalOf(request)
    limitKey(request, scopes)
  }

/** Guard: a signed-in session; no API key, whatever its scopes. For accounts, keys and sessions themselves. */
export const requireSession: Guard = requireScope()

async function authenticate(request: FastifyRequest): Promise<void> {
  const token = bearerOf(request)
  const { verifier } = request.server
  if (token !== null) request.principal = await verifier.verify(token)
  else {
    const ticket = ticketOf(request)
    if (ticket !== undefined) request.principal = await verifier.verifyTicket(ticket, pathOf(request))
  }
}

function limitKey({ principal }: FastifyRequest, allowed: readonly string[]): void {
  if (principal?.scopes && !principal.scopes.some((scope) => allowed.includes(scope)))
    throw InsufficientScope()
}

/** Guard: FORBIDDEN for all but signed-in administrators. */
export async function requireAdmin(request: FastifyRequest): Promise<void> {
  await requireSession(request)
  if (!isAdmin(principalOf(request))) throw Forbidden()
}

/** The caller of a route guarded by one of the require… guards. */
export function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw MissingToken()
  return request.principal
}
