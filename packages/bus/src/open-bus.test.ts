import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { createServer } from 'node:net'
import { silentLog } from '@lingzhi/testing/silent-log'
import type { Test } from 'tap'
import t from 'tap'
import { openBus } from './open-bus.ts'

const info = 'INFO {"server_id":"own","version":"2.10.0","max_payload":1048576,"proto":1,"headers":true}\r\n'
const onPing = (socket: Socket, send: string) =>
  socket.on('data', (chunk) => chunk.toString().includes('PING') && socket.write(send))

/** What is said about a server that treats every connection so, and its place. */
async function startWith(t: Test, treat: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    treat(socket)
  })
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const settings = { NATS_URL: `nats://lingzhi:secret@${place}`, NATS_PREFIX: '', NATS_REPLICAS: 1 }
  const { message } = await openBus(settings, 'test', silentLog).then(
    (bus) => bus.close().then(() => ({ message: 'opened' })),
    (error: Error) => error,
  )
  t.notMatch(message, 'secret')
  return { message, place }
}

t.test('a server that hangs at the start is named, with its address and setting', async (t) => {
  const hanging: [string, (socket: Socket) => void][] = [
    ['NATS', () => {}],
    ['NATS', (socket) => socket.write(info)],
    ['JetStream of NATS', (socket) => socket.write(info) && onPing(socket, 'PONG\r\n')],
  ]
  await Promise.all(
    hanging.map(async ([what, treat]) => {
      const { message, place } = await startWith(t, treat)
      t.equal(message, `${what} at ${place} (NATS_URL) did not respond within 5000 ms`)
    }),
  )
})

t.test('a server that refuses, hangs up or is no NATS is named too', async (t) => {
  const refusing: ((socket: Socket) => void)[] = [
    (socket) => socket.destroy(),
    (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    (socket) => socket.write(info) && onPing(socket, "-ERR 'Authorization Violation'\r\n"),
  ]
  for (const treat of refusing) {
    const { message, place } = await startWith(t, treat)
    t.match(message, new RegExp(`^NATS at ${place} \\(NATS_URL\\) cannot be used: .`))
  }
})

t.test('tls:// says no name and no password to a server without TLS', async (t) => {
  let heard = ''
  const server = createServer((socket) => {
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        heard += chunk
      })
    socket.write(info)
  })
  t.teardown(() => server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const NATS_URL = `tls://lingzhi:secret@127.0.0.1:${(server.address() as AddressInfo).port}`
  const opening = openBus({ NATS_URL, NATS_PREFIX: '', NATS_REPLICAS: 1 }, 'test', silentLog)
  await t.rejects(opening, /does not support 'tls'/)
  t.equal(heard, '')
})
