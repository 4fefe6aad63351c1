import t from 'tap'
import { parseLine } from './parse-line.ts'

const of = (length: number, text: string) => text.repeat(Math.ceil(length / text.length)).slice(0, length)
const texts = [
  of(200_000, '\\'),
  of(200_000, '"\\"\\\\'),
  of(200_000, '第一条。'),
  of(200_000, '😀'),
  of(200_000, '\u0001\n\t😀é第"\\u0041'),
  of(200_001, '\ud83d'),
  of(200_000, '\ude00\ud83d'),
  of(32 * 1024, 'a'),
  of(32 * 1024 + 1, 'a'),
  '',
]

t.test('a line with long texts is what JSON.parse makes of it, wherever they are cut', async (t) => {
  for (let shift = 0; shift < 13; shift++) {
    const line = {
      type: 'message',
      key: 'x'.repeat(shift),
      texts,
      content: 'y'.repeat(shift) + texts.join(''),
      answer: { usage: null, deep: [{ text: texts[3] }, 1.5, true] },
    }
    const json = JSON.stringify(line)
    t.ok(JSON.stringify(parseLine(Buffer.from(json))) === json, `shifted by ${shift}`)
  }
  t.same(parseLine(Buffer.from('{"a":1}')), { a: 1 })
})

t.test('a long line that is not JSON is a SyntaxError', async (t) => {
  const whole = Buffer.from(JSON.stringify({ a: of(100_000, '\\"'), b: 1 }))
  for (const end of [60_000, 150_000, whole.length - 1])
    t.throws(
      () => parseLine(Buffer.concat([whole.subarray(0, end), Buffer.alloc(70_000, 0x20)])),
      SyntaxError,
    )
})
