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

/** The /48 around an IPv6 client, which a customer may own with its 65,536 networks; undefined for IPv4. */
export function widerNetworkOf(address: string): string | undefined {
  if (!networkOf(address).includes(':')) return undefined
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.split('%', 1)[0]}/48`).toString()}/48`
}
