import { clientAddressOf } from '@lingzhi/http/client-address'
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
  return {
    address: clientAddressOf(request),
    userAgent,
    device: describeDevice(userAgent),
    requestId: request.id,
  }
}
