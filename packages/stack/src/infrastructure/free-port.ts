import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/** Below the range from which systems take the ports of outgoing connections: a process can come back on its port. */
const range = { first: 15_000, end: 32_000 }
const blockSize = 50

let block = { next: 0, end: 0 }
let claiming: Promise<void> | undefined

/**
 * A free loopback port, never the same twice, neither here nor in another process that calls this
 * function: each takes its ports from blocks of its own. Between the choice of a port and the moment its server
 * listens there, or while that server restarts, no second launcher of this machine chooses it too.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    while (block.next === block.end) {
      claiming ??= claimBlock().finally(() => {
        claiming = undefined
      })
      await claiming
    }
    const port = block.next++
    if ((await listenError(port, '127.0.0.1')) === null) return port
  }
}

/** A block belongs to the process that listens on its first port; the system ends that claim with the process. */
async function claimBlock() {
  for (let attempt = 0; attempt < 1000; attempt++) {
    const first = range.first + blockSize * randomInt((range.end - range.first) / blockSize)
    const claim = await listen(first, '127.0.0.1').catch(() => null)
    if (!claim) continue
    claim.unref()
    block = { next: first + 1, end: first + blockSize }
    return
  }
  throw new Error(`No free block of loopback ports between ${range.first} and ${range.end}.`)
}

/** The code of the error that listening there would give; null when it is possible. */
export async function listenError(port: number, host: string): Promise<string | null> {
  try {
    const server = await listen(port, host)
    await new Promise((resolve) => server.close(resolve))
    return null
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return code ?? message
  }
}

async function listen(port: number, host: string): Promise<Server> {
  const server = createServer().listen({ port, host, exclusive: true })
  await once(server, 'listening')
  return server
}
