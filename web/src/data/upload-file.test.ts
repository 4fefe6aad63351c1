import t from 'tap'
import { partBytes, uploadFile } from './upload-file.ts'

const file = new Blob([new Uint8Array(partBytes * 2 + 5)])
const gone = new Error('gone')

function sender(fail: (number: number, attempt: number) => unknown) {
  const sent: [number, number][] = []
  const attempts = new Map<number, number>()
  const pauses: number[] = []
  return {
    sent,
    pauses,
    send: async (number: number, part: Blob) => {
      const attempt = (attempts.get(number) ?? 0) + 1
      attempts.set(number, attempt)
      const error = fail(number, attempt)
      if (error) throw error
      sent.push([number, part.size])
    },
    isFinal: (error: unknown) => error === gone,
    pause: async (ms: number) => void pauses.push(ms),
  }
}

t.test('every part is sent once, in order, and what was sent is told', async (t) => {
  const told: number[] = []
  const to = sender(() => undefined)
  t.equal(await uploadFile(file, to, (bytes) => told.push(bytes), new AbortController().signal), 3)
  t.same(to.sent, [
    [1, partBytes],
    [2, partBytes],
    [3, 5],
  ])
  t.same(told, [partBytes, partBytes * 2, partBytes * 2 + 5])
})

t.test('a part that fails is sent again, ever more slowly, and the others are not', async (t) => {
  const to = sender((number, attempt) => (number === 2 && attempt < 4 ? new TypeError('network') : undefined))
  await uploadFile(file, to, () => {}, new AbortController().signal)
  t.same(
    to.sent.map(([number]) => number),
    [1, 2, 3],
  )
  t.same(to.pauses, [500, 1_000, 2_000])
})

t.test('a refusal ends it, and so does a line that stays away', async (t) => {
  const refused = sender((number) => (number === 2 ? gone : undefined))
  await t.rejects(
    uploadFile(file, refused, () => {}, new AbortController().signal),
    gone,
  )
  t.same(refused.pauses, [])
  const away = sender(() => new TypeError('network'))
  await t.rejects(
    uploadFile(file, away, () => {}, new AbortController().signal),
    /network/,
  )
  t.equal(away.pauses.length, 8)
})
