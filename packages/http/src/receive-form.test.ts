import { PassThrough, Readable } from 'node:stream'
import t from 'tap'
import { receiveForm } from './receive-form.ts'

const headers = { 'content-type': 'multipart/form-data; boundary=x' }
const head = '--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n'

async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(bytes)).toString()
}

t.test('the file of a form arrives as it was sent, its fields before it', async (t) => {
  const field = '--x\r\nContent-Disposition: form-data; name="session_id"\r\n\r\n42\r\n'
  const { fields, name, bytes } = await receiveForm(
    headers,
    Readable.from([Buffer.from(`${field}${head}text\r\n--x--\r\n`)]),
  )
  t.same({ fields: { ...fields }, name }, { fields: { session_id: '42' }, name: 'a.txt' })
  t.equal(await textOf(bytes), 'text')
})

t.test(
  'a body that is cut before anybody reads its file fails its reader, and not the process',
  async (t) => {
    const { bytes } = await receiveForm(headers, Readable.from([Buffer.from(`${head}and no more`)]))
    // The end of the body comes before its reader does.
    await new Promise((resolve) => setImmediate(resolve))
    await t.rejects(textOf(bytes), { code: 'BAD_REQUEST' })
  },
)

t.test(
  'a body that ends within its file while that is read fails the reader as one before it does',
  async (t) => {
    const body = new PassThrough()
    const receiving = receiveForm(headers, body)
    body.write(`${head}and`)
    const { bytes } = await receiving
    const reader = bytes[Symbol.asyncIterator]()
    t.equal(String((await reader.next()).value), 'and')
    const more = reader.next()
    // All of the body that was announced is there: it is the form that has no end.
    body.end()
    await t.rejects(more, { code: 'BAD_REQUEST' })
  },
)
