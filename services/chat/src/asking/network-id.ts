import { createHash } from 'node:crypto'
import { networksOf } from '@lingzhi/http/network-of'
import type { FastifyRequest } from 'fastify'

/**
 * What a guest is counted by: a digest of the network that the gateway says they call from and, after a space, one of the
 * /48 around it. Null for a user, and for a call that did not come through a gateway.
 */
export function networkIdOf({
  principal,
  headers,
}: Pick<FastifyRequest, 'principal' | 'headers'>): string | null {
  const address = headers['x-forwarded-for']
  if (principal || typeof address !== 'string' || address === '') return null
  return networksOf(address)
    .map(({ name }) => createHash('sha256').update(name).digest('base64url').slice(0, 22))
    .join(' ')
}
