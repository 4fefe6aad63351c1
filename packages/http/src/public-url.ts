import { getServers, Resolver } from 'node:dns/promises'
import { secondMs } from '@lingzhi/runtime/time'
import ipaddr from 'ipaddr.js'

/** Names that a resolver of one's own network answers. */
const localName =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|localdomain|svc|cluster)\.?$/i

/** Labels that spell an IPv4 address, as names of services do that answer any of them: `10.0.0.1.nip.io`, `10-0-0-1.sslip.io`. */
const spelled = /(?<=^|[.-])(?=((?:\d{1,3}[.-]){3}\d{1,3})(?:[.-]|$))/g

/**
 * Whether a text is an https address of a host in the public internet, by its name or its address: nothing that somebody
 * else fetches in the operator's network. A public name may still lead there, which `findHiddenHost` asks.
 */
export function isPublicUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host)) return isPublicAddress(host)
  if (!host.includes('.') || localName.test(host)) return false
  return [...host.matchAll(spelled)].every(([, address = '']) => {
    const dotted = address.replaceAll('-', '.')
    return !ipaddr.IPv4.isValidFourPartDecimal(dotted) || isPublicAddress(dotted)
  })
}

/** Whether an address, as a resolver gives it, is one of the public internet: none of this machine, a network of one's own, or a cloud's own services. */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'

const lookUpMs = 2 * secondMs

/**
 * The first of these hosts whose name leads to an address that is not public, as the name servers of this machine tell it
 * now. A name that they do not know, or not within two seconds, is none: who fetches it asks others. Holds no thread while it waits, so
 * that names of a slow server do not take the place of anybody's work.
 */
export async function findHiddenHost(
  hosts: Iterable<string>,
  servers: readonly string[] = getServers(),
): Promise<string | undefined> {
  const resolver = new Resolver({ timeout: lookUpMs, tries: 1 })
  resolver.setServers(servers)
  const bound = setTimeout(() => resolver.cancel(), lookUpMs)
  try {
    const hidden = await Promise.all(
      [...hosts].map(async (host) => {
        const asked = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
        const addresses = asked.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
        return addresses.some((address) => !isPublicAddress(address)) ? host : undefined
      }),
    )
    return hidden.find((host) => host !== undefined)
  } finally {
    clearTimeout(bound)
  }
}
