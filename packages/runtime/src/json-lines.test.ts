import { Readable } from 'node:stream'
import t from 'tap'
import { readJsonLines } from './json-lines.ts'

t.test('lines arrive whole, however they are cut, and half a line is none', async (t) => {
  const text = '{"a":"灵值"}\n{"a":2}\n{"a":"hal'
  const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]))
  t.same(await Array.fromAsync(readJsonLines(Readable.from(bytes))), [{ a: '灵值' }, { a: 2 }])
  t.same(await Array.fromAsync(readJsonLines(Readable.from([Buffer.from(text)]))), [{ a: '灵值' }, { a: 2 }])
})

t.test('a line that is no JSON is an error', async (t) => {
  await t.rejects(Array.fromAsync(readJsonLines(Readable.from([Buffer.from('{"a":\n')]))), {
    name: 'SyntaxError',
  })
})
