import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'
import t from 'tap'
import { Outlet } from './outlet.ts'

/** The bytes on the wire: HTTP's chunks show each single write. */
async function wire(t: Test, answer: (outlet: Outlet) => unknown): Promise<string> {
  const server = createServer((_, response) => answer(new Outlet(response)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.setTimeout(5000, () => socket.destroy(new Error('silent for 5 s')))
  socket.write('GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')
  const received = await text(socket)
  return received.slice(received.indexOf('\r\n\r\n') + 4)
}

t.test('bytes can be written one by one, through the middle of a character, and in order', async (t) => {
  const received = await wire(t, async (outlet) => {
    outlet.head(200, {})
    outlet.write('ab')
    outlet.bytesPerWrite = 1
    outlet.write('c')
    outlet.write(Buffer.from([0x64, 0x65]))
    await outlet.end()
  })
  t.equal(received, '2\r\nab\r\n1\r\nc\r\n1\r\nd\r\n1\r\ne\r\n0\r\n\r\n')
})

t.test('a cut sends what was written and then breaks the connection', async (t) => {
  const received = await wire(t, (outlet) => {
    outlet.head(200, {})
    outlet.bytesPerWrite = 2
    outlet.write('abc')
    outlet.cut()
  })
  t.equal(received, '2\r\nab\r\n1\r\nc\r\n')
})

t.test('writing after the end does nothing', async (t) => {
  const received = await wire(t, async (outlet) => {
    outlet.head(200, {})
    await outlet.end()
    outlet.head(500, {})
    t.equal(outlet.write('late'), undefined)
    await outlet.cut()
    t.notOk(outlet.signal.aborted)
  })
  t.equal(received, '0\r\n\r\n')
})
