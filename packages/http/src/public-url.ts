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
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === 'unicast'
  return host.includes('.') && !localName.test(host)
}
