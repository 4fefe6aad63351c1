import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { MalformedRequest } from '@lingzhi/contracts/common-problems'
import { silentLog } from '@lingzhi/testing/silent-log'
import t from 'tap'
import { createHttp } from './create-http.ts'
import { receiveForm } from './receive-form.ts'

const head = '--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'

t.test(
  'a file that is refused in its beginning holds no connection, and no server that closes',
  async (t) => {
    const app = await createHttp({ log: silentLog, title: 'test' })
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
    app.post('/refuse', async (request) => {
      const { bytes } = await receiveForm(request.headers, request.raw)
      for await (const _ of bytes) throw MalformedRequest()
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    t.teardown(() => socket.destroy())
    const file = Buffer.alloc(8 * 1024 * 1024, 'x')
    const fields = [
      'POST /refuse HTTP/1.1',
      'host: x',
      'content-type: multipart/form-data; boundary=x',
      `content-length: ${head.length + file.length}`,
    ]
    socket.write(`${fields.join('\r\n')}\r\n\r\n${head}`)
    // More than buffers hold, and not all that was announced.
    socket.write(file.subarray(0, -1))
    const [answer] = await once(socket, 'data')
    t.match(String(answer), /^HTTP\/1\.1 400/)
    socket.end()
    await app.close()
    t.equal(app.server.listening, false)
  },
)
