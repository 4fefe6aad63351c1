import t from 'tap'
import { openUploadSlots } from './upload-slots.ts'

/** Uploads that last until they are told to end. */
function openUploads(turnMs?: number) {
  const slots = openUploadSlots({ IMPORT_UPLOADS_MAX: 8 }, turnMs)
  const sent = Promise.withResolvers<void>()
  const begin = (userId: string, times: number) =>
    Array.from({ length: times }, () => slots.hold(userId, () => sent.promise))
  return { slots, begin, end: sent.resolve }
}

t.test('whoever sends slowly takes their share of the uploads, and others send theirs', async (t) => {
  const { slots, begin, end } = openUploads()
  const held = [...begin('slow', 3), ...begin('another', 3)]
  // Behind those of the same user: with none of anybody else's.
  const behind = begin('slow', 16)
  await t.rejects(
    slots.hold('slow', async () => 1),
    { code: 'TOO_MANY_REQUESTS' },
  )
  t.equal(await slots.hold('other', async () => 1), 1)
  held.push(...begin('third', 2))
  await t.rejects(
    slots.hold('other', async () => 1),
    { code: 'SERVICE_UNAVAILABLE' },
  )
  end()
  await Promise.all([...held, ...behind])
})

t.test('parts that are sent many at a time are taken one after the other', async (t) => {
  const { slots } = openUploads()
  let most = 0
  let now = 0
  const sizes = await Promise.all(
    Array.from({ length: 19 }, (_, n) =>
      slots.hold('one', async () => {
        now += 1
        most = Math.max(most, now)
        await new Promise(setImmediate)
        now -= 1
        if (n === 5) throw new Error('cut')
        return n
      }),
    ).map((one) => one.catch((err: Error) => err.message)),
  )
  t.equal(most, 3)
  t.equal(sizes.filter((one) => typeof one === 'number').length, 18)
  t.equal(sizes[5], 'cut')
})

t.test('an upload whose turn does not come is told so, and holds nothing', async (t) => {
  const { slots, begin, end } = openUploads(5)
  const held = begin('slow', 3)
  const late = slots.hold('slow', async () => 1)
  await t.rejects(late, { code: 'TOO_MANY_REQUESTS' })
  end()
  await Promise.all(held)
  t.equal(await slots.hold('slow', async () => 1), 1)
})
