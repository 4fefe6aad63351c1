import net from 'node:net'

const silenceMaxMs = 10_000

/** Sends bytes as they are; all that comes back until the connection is closed by the other side. */
export async function sendRaw(base: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(base)
  const socket = net.connect(Number(port), hostname)
  let received = ''
  socket.setEncoding('latin1').on('data', (text) => {
    received += text
  })
  socket.on('error', () => {})
  socket.setTimeout(silenceMaxMs, () => socket.destroy())
  socket.write(bytes, 'latin1')
  // Not `once` of node:events: what is sent to a closed end may end as an error, and what came back before counts.
  return new Promise((resolve) => socket.once('close', () => resolve(received)))
}

/** The status codes in what came back. */
export const statusesIn = (received: string): number[] =>
  [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status))
