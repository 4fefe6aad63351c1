import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { describeDevice } from './sessions/device.ts'

/** From where a request came, for sessions, the audit log and the limit on guessing. */
export interface Caller {
  address: string
  userAgent: string
  device: string
  requestId: string
}

const userAgentMax = 256

export function callerOf(request: FastifyRequest): Caller {
  const userAgent = (request.headers['user-agent'] ?? '').slice(0, userAgentMax)
  return { address: addressOf(request), userAgent, device: describeDevice(userAgent), requestId: request.id }
}

/**
 * The client's address as reported by the gateway. Only the gateway can reach this service, and it replaces
 * X-Forwarded-For by the one address it trusts; were there several, the last is the one it added.
 */
function addressOf(request: FastifyRequest): string {
  const forwarded = [request.headers['x-forwarded-for']].flat().join(',').split(',').at(-1)?.trim() ?? ''
  const address = isIP(forwarded) ? forwarded : request.ip
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
