import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'

/** The way from the browser to the gateway, which can be cut and mended as a bad network does. */
export interface Wire {
  url: string
  /** Breaks every connection, and takes no new one. */
  cut: () => void
  mend: () => void
}

/** Surer than a browser's own offline mode, which leaves streams that are open alone. */
export async function startWire(t: { teardown: (close: () => unknown) => void }, to: string): Promise<Wire> {
  const { port, hostname } = new URL(to)
  const open = new Set<Socket>()
  let whole = true
  const server = createServer((near) => {
    if (!whole) return near.destroy()
    const far = connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const cut = () => {
    whole = false
    for (const socket of open) socket.destroy()
  }
  t.teardown(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      whole = true
    },
  }
}
