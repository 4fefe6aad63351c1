import type { Server, Socket } from 'node:net'
import { networksOf } from '@lingzhi/http/network-of'
import { counter } from '@lingzhi/metrics/instruments'

const refused = counter(
  'lingzhi_connections_refused_total',
  'Connections closed because their network has too many open.',
)

/**
 * Closes a connection at once when its network has `connectionsMax` open already, or the /48 around one of IPv6 four times as
 * many: before a byte is read, because idle ones cost memory as well. Whoever `isTrusted` is a proxy that stands for many.
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
    const networks = networksOf(address.startsWith('::ffff:') ? address.slice(7) : address)
    if (networks.some(({ name, times }) => (open.get(name) ?? 0) >= connectionsMax * times)) {
      refused.inc()
      socket.destroy()
      return
    }
    for (const { name } of networks) open.set(name, (open.get(name) ?? 0) + 1)
    socket.once('close', () => {
      for (const { name } of networks) {
        const left = (open.get(name) ?? 1) - 1
        if (left > 0) open.set(name, left)
        else open.delete(name)
      }
    })
  })
}
