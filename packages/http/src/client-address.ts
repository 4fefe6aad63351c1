import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

/**
 * The client's address as the gateway reports it. Only the gateway can reach a service, and it replaces X-Forwarded-For by the
 * one address it trusts; were there several, the last is the one it added.
 */
export function clientAddressOf(request: FastifyRequest): string {
  const forwarded = [request.headers['x-forwarded-for']].flat().join(',').split(',').at(-1)?.trim() ?? ''
  const address = isIP(forwarded) ? forwarded : request.ip
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
