import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort } from '@lingzhi/stack/infrastructure/free-port'

type Test = { teardown: (close: () => unknown) => void }

/** A way to a server that a test may shut: what is connected is dropped, and whoever comes is refused, until it opens again. */
export async function openGate(t: Test, target: string) {
  const to = new URL(target)
  const port = await freePort()
  const sockets = new Set<Socket>()
  let server: Server | undefined

  async function open() {
    const opened = createServer((near) => {
      const far = connect(Number(to.port), to.hostname)
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          sockets.delete(one)
          other.destroy()
        })
        one.pipe(other)
      }
    })
    server = opened
    await new Promise<void>((listening) => opened.listen(port, '127.0.0.1', listening))
  }
  async function shut() {
    const closed = new Promise((done) => server?.close(done))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  await open()
  t.teardown(shut)
  return {
    url: Object.assign(new URL(target), { hostname: '127.0.0.1', port: String(port) }).href,
    open,
    shut,
  }
}
