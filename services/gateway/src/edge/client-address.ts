import { BlockList, isIP } from 'node:net'
import type { FastifyRequest, FastifyServerOptions } from 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** The client's true address, as far as trusted proxies report it. */
    address: string
  }
}

type TrustProxy = NonNullable<FastifyServerOptions['trustProxy']>

/**
 * TRUSTED_PROXIES as Fastify takes it. Nothing: the socket's address counts and X-Forwarded-For is ignored. A
 * number: so many proxies are in front of us, which is only safe where no client can reach this port without
 * passing them. Otherwise their networks, which is safe in any case.
 */
export function trustedProxies(setting: string): TrustProxy {
  const text = setting.trim()
  if (text === '') return false
  if (/^\d+$/.test(text)) return (_address, hop) => hop < Number(text)
  return networksIn(text)
}

/** Whether TRUSTED_PROXIES can be read; a wrong one would stop the start without its name. */
export function areProxies(setting: string): boolean {
  const text = setting.trim()
  return /^\d*$/.test(text) || networksIn(text).every(isNetwork)
}

const networksIn = (text: string): string[] =>
  text
    .split(',')
    .map((network) => network.trim())
    .filter(Boolean)

function isNetwork(text: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(text)) return true
  const [address = '', size, ...more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0) return false
  if (size === undefined || (family === 4 && isIP(size) === 4)) return true
  return /^[1-9]\d{0,2}$/.test(size) && Number(size) <= (family === 4 ? 32 : 128)
}

/** The names of TRUSTED_PROXIES, as Fastify knows them. */
const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** Whether a connection's address is one of TRUSTED_PROXIES; with a number of them, every address that reaches this port is. */
export function isTrustedProxy(setting: string): (address: string) => boolean {
  const text = setting.trim()
  if (/^\d+$/.test(text)) return () => Number(text) > 0
  const list = new BlockList()
  for (const network of networksIn(text).flatMap((one) => named[one] ?? [one])) {
    const [address = '', size] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (size === undefined) list.addAddress(address, family)
    else list.addSubnet(address, isIP(size) === 4 ? bitsOf(size) : Number(size), family)
  }
  return (address) => {
    const bare = address.startsWith('::ffff:') ? address.slice(7) : address.split('%', 1)[0]!
    return isIP(bare) !== 0 && list.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4')
  }
}

/** 255.255.0.0 is 16. */
const bitsOf = (mask: string): number =>
  mask.split('.').reduce((bits, part) => bits + Number(part).toString(2).replaceAll('0', '').length, 0)

/** As some proxies write a client into X-Forwarded-For. */
const withPort = /^(?:([\d.]+)|\[(.+)\])(?::\d+)?$/

/**
 * One spelling for one client: an IPv4 client of an IPv6 socket is written as IPv4, a port is left out. If a proxy
 * wrote something that is no address, the proxy's own counts.
 */
export function addressOf({ ip, socket }: FastifyRequest): string {
  const [, v4, v6] = withPort.exec(ip) ?? []
  const written = v4 ?? v6 ?? ip
  const address = isIP(written) ? written : (socket.remoteAddress ?? '')
  return address.startsWith('::ffff:') ? address.slice(7) : address
}
