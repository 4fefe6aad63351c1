import { EventEmitter, once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { connect, createServer } from 'node:net'
import t from 'tap'
import { isTrustedProxy } from './client-address.ts'
import { limitConnections } from './limit-connections.ts'

async function start(connectionsMax: number, isTrusted = (_address: string) => false) {
  const server = createServer()
  limitConnections(server, connectionsMax, isTrusted)
  server.on('connection', (socket) => {
    socket.on('error', () => {})
    if (!socket.destroyed) socket.write('hello')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const sockets: Socket[] = []
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const open = async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {})
    sockets.push(socket)
    // It reads, and so sees the end.
    socket.resume()
    const closed = once(socket, 'close').then(() => 'closed')
    return { socket, state: await Promise.race([once(socket, 'data').then(() => 'open'), closed]) }
  }
  return { server, open }
}

t.test('one network opens so many connections, and another when one of them is over', async (t) => {
  const { server, open } = await start(2)
  const first = await open()
  t.same([first.state, (await open()).state, (await open()).state], ['open', 'open', 'closed'])
  const [count] = await new Promise<number[]>((resolve) => server.getConnections((_err, n) => resolve([n])))
  t.ok(count! <= 2)
  first.socket.destroy()
  await once(first.socket, 'close')
  let state = 'closed'
  for (let tries = 0; state === 'closed' && tries < 50; tries++) state = (await open()).state
  t.equal(state, 'open')
})

t.test('a proxy that is trusted stands for many', async (t) => {
  const { open } = await start(1, (address) => address.endsWith('127.0.0.1'))
  t.same([(await open()).state, (await open()).state], ['open', 'open'])
})

t.test('TRUSTED_PROXIES names them as it does for X-Forwarded-For', async (t) => {
  const is = (setting: string, address: string) => isTrustedProxy(setting)(address)
  for (const [setting, address] of [
    ['1', '203.0.113.9'],
    ['loopback', '::ffff:127.0.0.1'],
    ['uniquelocal', 'fd00::1'],
    ['203.0.113.0/255.255.255.0', '203.0.113.9'],
    ['2001:db8::/32, 10.0.0.1', '10.0.0.1'],
  ] as const)
    t.equal(is(setting, address), true, setting)
  for (const [setting, address] of [
    ['', '127.0.0.1'],
    ['0', '127.0.0.1'],
    ['10.0.0.1', '10.0.0.2'],
    ['loopback', ''],
  ] as const)
    t.equal(is(setting, address), false, setting)
})

t.test('an IPv6 client opens no more for having many networks', async (t) => {
  const server = createServer()
  limitConnections(server, 2, () => false)
  const open = (remoteAddress: string) => {
    const socket = Object.assign(new EventEmitter(), { remoteAddress, refused: false, destroy: () => {} })
    socket.destroy = () => {
      socket.refused = true
    }
    server.emit('connection', socket)
    return socket
  }
  const sockets = [1, 1, 2, 2, 3, 3, 4, 4].map((n) => open(`2001:db8:1:${n}::9`))
  t.notOk(sockets.some(({ refused }) => refused))
  t.ok(open('2001:db8:1:5::9').refused, 'the /48 has four times what one of its networks has')
  t.notOk(open('2001:db8:2:1::9').refused, 'another /48 has its own')
  sockets[0]?.emit('close')
  t.notOk(open('2001:db8:1:5::9').refused)
})
