import ipaddr from 'ipaddr.js'

/**
 * What a limit or a brake counts by: the address, but of IPv6 the /64, because a client owns a whole one. An IPv4 address in
 * IPv6 form, as a socket for both kinds reports it, counts as itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address
  const bare = ipaddr.IPv6.parse(address)
  if (bare.isIPv4MappedAddress()) return bare.toIPv4Address().toString()
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address.split('%', 1)[0]}/64`)
  return `${network.toString()}/64`
}

/** What a limit counts: a network, and how many times the limit of one client's own it has. */
export interface Network {
  name: string
  times: number
}

/** What a /48 has, against one of its /64: a customer may own it with all of its 65,536 networks. */
export const widerTimes = 4

/**
 * The networks that a client counts against, its own first, and for IPv6 the /48 around it. Whatever is bounded for an address
 * is bounded for each of these.
 */
export function networksOf(address: string): Network[] {
  const own = networkOf(address)
  const networks = [{ name: own, times: 1 }]
  if (own.endsWith('/64')) {
    const wider = ipaddr.IPv6.networkAddressFromCIDR(own.replace(/64$/, '48'))
    networks.push({ name: `${wider.toString()}/48`, times: widerTimes })
  }
  return networks
}
