import t from 'tap'
import { openUploadSlots } from './upload-slots.ts'

t.test('whoever sends slowly takes their share of the uploads, and others send theirs', async (t) => {
  const slots = openUploadSlots({ IMPORT_UPLOADS_MAX: 8 })
  const sent = Promise.withResolvers<void>()
  const begin = (userId: string, times: number) =>
    Array.from({ length: times }, () => slots.hold(userId, () => sent.promise))
  const held = [...begin('slow', 3), ...begin('another', 3)]
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
  sent.resolve()
  await Promise.all(held)
  t.equal(await slots.hold('slow', async () => 1), 1)
  await t.rejects(
    slots.hold('slow', () => Promise.reject(new Error('cut'))),
    { message: 'cut' },
  )
  await Promise.all(begin('slow', 3).map((one) => one))
})
