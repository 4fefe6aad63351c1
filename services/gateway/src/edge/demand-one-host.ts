import type { IncomingMessage } from 'node:http'
import { MalformedRequest } from '@lingzhi/contracts/common-problems'

/**
 * Raises BAD_REQUEST for a request that names two hosts, or none (RFC 9112, section 3.2): a proxy in front of us may have
 * believed the other one, so that nothing more is taken from the connection. Reads names and values as they came, as Node's own list has dropped the second.
 */
export function demandOneHost({ rawHeaders, httpVersion }: IncomingMessage): void {
  let hosts = 0
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const name = rawHeaders[n]
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  if (hosts > 1 || (hosts === 0 && httpVersion !== '1.0'))
    throw MalformedRequest({
      detail: { zh: '请求必须恰好指明一个主机', en: 'A request names exactly one host.' },
      headers: { Connection: 'close' },
    })
}
