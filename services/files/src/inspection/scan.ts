import { connect } from 'node:net'

const scanMaxMs = 60_000
const chunkBytes = 64 * 1024

export type Scan = { found: null } | { found: string }

/**
 * Has ClamAV look at the bytes (clamd(8), INSTREAM): the name of what it found, or null. Throws when it cannot say, because it
 * is away or refuses: a file that was not looked at is never told to be clean.
 */
export function scan(url: string, bytes: Buffer, signal: AbortSignal): Promise<Scan> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const bound = AbortSignal.any([signal, AbortSignal.timeout(scanMaxMs)])
    const socket = connect({ host: hostname, port: Number(port) })
    const fail = (cause: unknown) => {
      socket.destroy()
      reject(new Error('the virus scanner gave no result', { cause }))
    }
    const stop = () => fail(bound.reason)
    bound.addEventListener('abort', stop, { once: true })
    let said = ''
    socket.once('error', fail)
    socket.on('data', (piece) => {
      said += piece.toString()
      if (said.length > 4_096) fail(new Error('it says too much'))
    })
    socket.once('close', () => {
      bound.removeEventListener('abort', stop)
      const result = /^stream: (?:(OK)|(.+) FOUND)\0?\s*$/.exec(said)
      if (result) resolve({ found: result[2] ?? null })
      else fail(new Error(said || 'it said nothing'))
    })
    socket.once('connect', () => {
      socket.write('zINSTREAM\0')
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const chunk = bytes.subarray(at, at + chunkBytes)
        socket.write(lengthOf(chunk.length))
        socket.write(chunk)
      }
      socket.write(lengthOf(0))
    })
  })
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes)
  return length
}
