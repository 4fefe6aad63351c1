import { Readable } from 'node:stream'
import t from 'tap'
import { type FormBounds, receiveFiles } from './receive-files.ts'

const headers = { 'content-type': 'multipart/form-data; boundary=x' }
const file = (name: string, text: string) =>
  `--x\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\n\r\n${text}\r\n`
const field = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const end = '--x--\r\n'
const bounds: FormBounds = {
  ...{ filesMax: 2, fileBytesMax: 10, fieldsMax: 3, fieldBytesMax: 10 },
  ...{ tooMany: () => new Error('too many'), tooLarge: () => new Error('too large') },
}

async function read(body: string, take: (text: string) => Promise<void> = async () => {}, sent = headers) {
  const taken: string[] = []
  const pieces = [...Buffer.from(body)].map((byte) => Buffer.from([byte]))
  const fields = await receiveFiles(sent, Readable.from(pieces), bounds, async ({ name, bytes }) => {
    taken.push(`${name}:${bytes}`)
    await take(bytes.toString())
  })
  return { fields: Object.fromEntries(fields), taken }
}

t.test('files arrive whole and one after the other, fields wherever they stand', async (t) => {
  let busy = 0
  const whole = [field('a', '1'), file('一.jpg', 'one'), field('a', '2'), file('b', 'two'), field('b', '三')]
  const { fields, taken } = await read(`${whole.join('')}${end}`, async () => {
    busy += 1
    await new Promise((resolve) => setImmediate(resolve))
    t.equal(busy--, 1)
  })
  t.same(fields, { a: ['1', '2'], b: ['三'] })
  t.same(taken, ['一.jpg:one', 'b:two'])
})

t.test('a form without files, and an input where nothing was chosen, are fields alone', async (t) => {
  t.same(await read(`${field('a', '1')}${end}`), { fields: { a: ['1'] }, taken: [] })
  t.same((await read(`${file('', '')}${end}`)).taken, [])
})

t.test('what is out of bounds is refused', async (t) => {
  await t.rejects(read(`${file('a', '12345678901')}${end}`), { message: 'too large' })
  await t.rejects(read(`${file('a', '1').repeat(3)}${end}`), { message: 'too many' })
  await t.rejects(read(`${field('a', '1').repeat(4)}${end}`), { code: 'BAD_REQUEST' })
  await t.rejects(read(`${field('a', '12345678901')}${end}`), { code: 'BAD_REQUEST' })
})

t.test('a body that is no form, or ends within one, is BAD_REQUEST', async (t) => {
  await t.rejects(read('{}', undefined, { 'content-type': 'multipart/form-data' }), { code: 'BAD_REQUEST' })
  await t.rejects(read(file('a', '1').slice(0, -6)), { code: 'BAD_REQUEST' })
  await t.rejects(read(field('a', '1').slice(0, 20)), { code: 'BAD_REQUEST' })
})

t.test('what the taker of a file raises is what the form raises', async (t) => {
  const full = () => Promise.reject(new Error('full'))
  await t.rejects(read(`${file('a', '1')}${file('b', '2')}${end}`, full), { message: 'full' })
})
