import ipaddr from 'ipaddr.js'

/** Names that a resolver of one's own network answers. */
const localName =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|localdomain|svc|cluster)\.?$/i

/**
 * Whether a text is an https address of a host in the public internet, by its name or its address: nothing that somebody
 * else fetches in the operator's network. A public name may still be made to lead there, which no look at it can tell.
 */
export function isPublicUrl(text: string): boolean {
  const url = URL.parse(text)
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return false
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (ipaddr.isValid(host)) return isPublicAddress(host)
  return host.includes('.') && !localName.test(host)
}

/** Whether an address, as a resolver gives it, is one of the public internet: none of this machine, a network of one's own, or a cloud's own services. */
export const isPublicAddress = (address: string): boolean =>
  ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
