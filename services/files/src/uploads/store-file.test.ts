import { recordFact } from '@lingzhi/bus/outbox'
import { sendRequest } from '@lingzhi/bus/request'
import { serveBytes } from '@lingzhi/bus/request-bytes'
import { HandedInBytes, StoreFile } from '@lingzhi/contracts/files'
import { newId } from '@lingzhi/contracts/ids'
import { FilesLetGo } from '@lingzhi/contracts/learning-facts'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { png } from '../test-files.ts'

const { bus, db, deps, user, call, looked, stored, objects } = await startTestApp(t)

/** As learning does it, with a file of a form. */
async function hand(bytes: Buffer, name = '作业.png', id = newId()) {
  const handed_in = newId()
  const serving = serveBytes(bus, HandedInBytes.of(handed_in), async (_asked, send) => {
    send(bytes)
    return {}
  })
  await bus.nc.flush()
  try {
    const reference = { kind: 'learning' as const, id }
    const asked = { user_id: user.id, name, handed_in, reference }
    return { ...(await sendRequest(bus, StoreFile, asked)), reference: id }
  } finally {
    await serving.close()
  }
}
const usesOf = async (id: string) => (await call('GET', `/api/v1/files/${id}/uses`)).json().data.uses

t.test(
  'a file of another service’s form is stored as an upload is, and kept for what it came for',
  async (t) => {
    const { file_id, reference } = await hand(await png(40, 20))
    t.match(await looked(file_id), { name: '作业.png', status: 'ready', media_type: 'image/png', width: 40 })
    t.same(await usesOf(file_id), [{ kind: 'learning', id: reference }])
    await recordFact(db, FilesLetGo, { reference_ids: [reference], user_id: user.id })
    deps.outbox.wake()
    await eventually(async () => (await usesOf(file_id)).length === 0)
  },
)

t.test('what its owner has already is that file, and is kept as it was', async (t) => {
  const bytes = await png(41, 20)
  const { id } = await stored(bytes)
  t.equal((await hand(bytes)).file_id, id)
  t.same(await usesOf(id), [])
})

t.test('what an upload refuses is refused, and nothing of it stays', async (t) => {
  const before = await objects()
  await t.rejects(hand(Buffer.from('<html><script>')), { code: 'UNSUPPORTED_FILE' })
  const large = Buffer.concat([await png(42, 20), Buffer.alloc(10 * 1024 ** 2)])
  await t.rejects(hand(large), { code: 'FILE_TOO_LARGE' })
  t.same(await objects(), before)
})

t.test('bytes that nobody has any more are told as such', async (t) => {
  const reference = { kind: 'learning' as const, id: newId() }
  const asked = { user_id: user.id, name: 'a', handed_in: newId(), reference }
  await t.rejects(sendRequest(bus, StoreFile, asked), { code: 'SERVICE_UNAVAILABLE' })
})
