import { listen } from '@lingzhi/bus/listen'
import { newId } from '@lingzhi/contracts/ids'
import { FilesLetGo } from '@lingzhi/contracts/learning-facts'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestHomework } from '../homework/test-homework.ts'

const { bus, call, file, references, identity, submit } = await startTestHomework(t)

const gone: string[] = []
const heard = await listen(bus, FilesLetGo, 'pictures-test', async ({ data }) => {
  gone.push(...data.reference_ids)
})
t.teardown(() => heard.close())
const letGo = (id: string | undefined) => eventually(async () => id !== undefined && gone.includes(id))

const written = { subject: 'math', title: '照片里的题', question_content: '见图' }
const add = (body: object) => call('POST', '/api/v1/mistakes', { body: { ...written, ...body } })

t.test('photos of a mistake are shown, kept as long as it is there, and told in its exports', async (t) => {
  const [one, two] = [file(), file()]
  const added = await add({ file_ids: [one], image_urls: [`/api/v1/files/${two}/download`] })
  t.equal(added.statusCode, 201, added.body)
  const { data } = added.json()
  t.same(data.file_ids, [one, two])
  t.same(
    data.image_urls,
    [one, two].map((id) => `/api/v1/files/${id}/download`),
  )
  const first = references.at(-1)
  const path = `/api/v1/mistakes/${data.id}`
  for (const format of ['json', 'csv', 'markdown'])
    t.match((await call('GET', `/api/v1/mistakes/export?format=${format}`)).body, two, format)

  const kept = await call('PUT', path, { body: { title: '改名' } })
  t.same(kept.json().data.file_ids, [one, two], 'what is left out stays')
  t.equal(references.at(-1), first)
  const changed = await call('PUT', path, { body: { file_ids: [two] } })
  t.same(changed.json().data.file_ids, [two])
  const second = references.at(-1)
  await letGo(first)
  t.notOk(gone.includes(second!), 'those that stay are kept under another name')
  t.equal((await call('DELETE', path)).statusCode, 200)
  await letGo(second)
})

t.test('nobody names somebody else’s file, one that is gone, or one that was refused', async (t) => {
  const other = file({}, await identity.user())
  for (const id of [other, newId()])
    t.equal((await add({ file_ids: [id] })).json().error_code, 'FILE_NOT_FOUND')
  t.equal((await add({ file_ids: [file({ status: 'rejected' })] })).json().error_code, 'FILE_NOT_READY')
  await letGo(references.at(-1))
  t.equal((await add({ file_ids: Array.from({ length: 10 }, newId) })).json().errors[0].path, 'file_ids')
  t.equal((await add({ image_urls: ['https://example.org/a.jpg'] })).statusCode, 400)
  const { id } = (await add({})).json().data
  const refused = await call('PUT', `/api/v1/mistakes/${id}`, { body: { file_ids: [other] } })
  t.equal(refused.statusCode, 404)
  t.equal(
    (await call('PUT', `/api/v1/mistakes/${newId()}`, { body: { file_ids: [file()] } })).statusCode,
    404,
  )
  await letGo(references.at(-1))
})

t.test('what does not enter the notebook lets go of its files', async () => {
  const source = { source: 'upload', source_id: 'the same' }
  await add(source)
  const again = await add({ ...source, file_ids: [file()] })
  t.equal(again.statusCode, 409)
  await letGo(references.at(-1))
})

t.test('many are written with their files, each judged by itself', async (t) => {
  const mistakes = [
    { ...written, file_ids: [file()] },
    { ...written, file_ids: [newId()] },
  ]
  const { data } = (await call('POST', '/api/v1/mistakes/batch-import', { body: { mistakes } })).json()
  t.match(data, { success_count: 1, failed_count: 1, items: [{ success: true }, { success: false }] })
  t.match(data.items[1].error, '文件不存在')
  const mistake_ids = [data.items[0].mistake_id]
  await call('POST', '/api/v1/mistakes/batch', { body: { action: 'delete', mistake_ids } })
  await letGo(references.at(-1))
})

t.test('a card of homework that goes with it lets go of the photos it was given', async (t) => {
  const wrong = { question: '1+1', question_type: 'number', correct_answer: '2', student_answer: '3' }
  const { id } = (await submit({ title: 'a', answers: [wrong] })).json().data
  const listed = await call('GET', '/api/v1/mistakes?search=1%2B1')
  const card = listed
    .json()
    .data.items.find((one: { source: string }) => one.source === 'homework_correction')
  t.ok(card, listed.body)
  await call('PUT', `/api/v1/mistakes/${card.id}`, { body: { file_ids: [file()] } })
  const reference = references.at(-1)
  await call('DELETE', `/api/v1/homework/submissions/${id}`)
  await letGo(reference)
})
