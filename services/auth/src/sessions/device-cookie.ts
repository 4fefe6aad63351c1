import '@fastify/cookie'
import { dayMs } from '@lingzhi/runtime/time'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { pathOf } from './refresh-cookie.ts'

const name = 'lz_device'
const lifeMs = 365 * dayMs

/** No script can read it, and only our own pages send it. It opens nothing by itself. */
export function setDeviceCookie(
  reply: FastifyReply,
  config: Pick<Config, 'PUBLIC_URL'>,
  token: string,
  at: Date,
): void {
  reply.setCookie(name, token, {
    path: `${pathOf(config)}/api`,
    httpOnly: true,
    sameSite: 'strict',
    secure: config.PUBLIC_URL.startsWith('https:'),
    expires: new Date(at.getTime() + lifeMs),
  })
}

export const deviceCookieOf = ({ cookies }: FastifyRequest): string | undefined => cookies[name]
