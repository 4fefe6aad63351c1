import type { Server, Socket } from 'node:net'
import { networkOf } from '@lingzhi/http/network-of'
import { counter } from '@lingzhi/metrics/instruments'

const refused = counter(
  'lingzhi_connections_refused_total',
  'Connections closed because their network has too many open.',
)

/**
 * Closes a connection at once when its network (an IPv4 address, a /64 of IPv6) has `connectionsMax` open already: before a
 * byte is read, because idle ones cost memory as well. Whoever `isTrusted` is a proxy that stands for many.
 */
export function limitConnections(
  server: Server,
  connectionsMax: number,
  isTrusted: (address: string) => boolean,
): void {
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    if (isTrusted(address)) return
    const network = networkOf(address.startsWith('::ffff:') ? address.slice(7) : address)
    const count = open.get(network) ?? 0
    if (count >= connectionsMax) {
      refused.inc()
      socket.destroy()
      return
    }
    open.set(network, count + 1)
    socket.once('close', () => {
      const left = (open.get(network) ?? 1) - 1
      if (left > 0) open.set(network, left)
      else open.delete(network)
    })
  })
}
