import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

const given = new Set<number>()

/**
 * A loopback port nobody listens on, never the same twice. It lies below the range from which systems take
 * the ports of outgoing connections, so that a process can come back on its port after a restart.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const port = randomInt(15_000, 32_000)
    if (!given.has(port) && (await listenError(port, '127.0.0.1')) === null) {
      given.add(port)
      return port
    }
  }
  throw new Error('No free loopback port between 15000 and 32000.')
}

/** The code of the error that listening there would give; null when it is possible. */
export function listenError(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)))
  })
}
