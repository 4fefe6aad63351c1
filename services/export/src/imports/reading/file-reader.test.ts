import { heldMaxMs, heldMs } from '@lingzhi/testing/held-process'
import t from 'tap'
import { openFileReader } from './file-reader.ts'

const uploaded = (bytes: Buffer) => {
  const parts = []
  for (let at = 0; at < bytes.length; at += 8 * 1024 ** 2)
    parts.push({ object: String(at), bytes: Math.min(8 * 1024 ** 2, bytes.length - at) })
  return { parts, unpackedMaxBytes: 1024 ** 3, uploadedAt: new Date().toISOString() } as never
}
const storeOf = (bytes: Buffer) => async (object: string) => {
  const part = bytes.subarray(Number(object), Number(object) + 8 * 1024 ** 2)
  const pieces = []
  for (let at = 0; at < part.length; at += 128 * 1024) pieces.push(part.subarray(at, at + 128 * 1024))
  return { pieces, sha256: '' }
}
const lasting = new AbortController().signal

const conversation = (members: string) =>
  Buffer.from(`[{"title":"a","messages":[{"role":"user","content":"问"}${members}]}]`)
const worst: [name: string, file: Buffer][] = [
  ['keys', conversation(`,{${Array.from({ length: 500_000 }, (_, n) => `"${n}":0`).join()}}`)],
  ['objects', conversation(',{}'.repeat(2_500_000))],
  ['text', conversation(`,{"role":"user","content":${JSON.stringify('\\"'.repeat(1_900_000))}}`)],
]
for (const [name, file] of worst)
  t.test(
    `8 MB of ${name} in one value of a file never hold the process for more than ${heldMaxMs} ms`,
    async (t) => {
      const ms = await heldMs(async () => {
        const read = await openFileReader(uploaded(file), storeOf(file), lasting)
        await read.check().catch(() => {})
        await read.close()
      })
      t.ok(ms <= heldMaxMs, `${ms} ms`)
    },
  )

t.test('what a reader has no memory for is too large, and its process goes on', async (t) => {
  const nested = `{"a":${'['.repeat(5)}${'{"b":[1.5]},'.repeat(650_000)}0${']'.repeat(5)}}`
  const lines = Buffer.from(
    `${`{"messages":[{"role":"user","content":"问"}]}\n`.repeat(2)}{"messages":[${nested}]}\n`,
  )
  const read = await openFileReader(uploaded(lines), storeOf(lines), lasting)
  const checked = await read.check().then(
    ({ skipped }) => skipped.length,
    (err) => err.reason.code,
  )
  t.match(String(checked), /^(1|TOO_LARGE)$/)
  await read.close()
})

t.test('what the store says reaches whoever reads, and a signal ends a reading', async (t) => {
  const file = conversation('')
  const away = new Error('the store is away')
  await t.rejects(
    openFileReader(uploaded(file), () => Promise.reject(away), lasting),
    away,
  )
  const stop = new AbortController()
  const reason = new Error('cancelled')
  const opening = openFileReader(
    uploaded(file),
    async () => {
      stop.abort(reason)
      return new Promise(() => {})
    },
    stop.signal,
  )
  await t.rejects(opening, reason)
})

t.test('batches are those of the whole file, from the one that is asked for', async (t) => {
  const line = (n: number) =>
    JSON.stringify({ messages: [{ role: 'user', content: `${n}`.repeat(400_000) }] })
  const file = Buffer.from([1, 2, 3, 4, 5].map((n) => `${line(n)}\n`).join(''))
  const read = await openFileReader(uploaded(file), storeOf(file), lasting)
  t.match(await read.check(), { conversations: 5, messages: 5 })
  const all = []
  for await (const batch of read.batches(0, [])) all.push(batch)
  const later = []
  for await (const batch of read.batches(1, [])) later.push(batch)
  t.ok(all.length > 2)
  t.same(later, all.slice(1))
  const without = []
  for await (const { ordinals } of read.batches(0, [1, 3])) without.push(...ordinals)
  t.same([...new Set(without)], [0, 2, 4])
  await read.close()
  await t.rejects(read.check(), { message: 'the file is closed' })
})
