import { listen } from '@lingzhi/bus/listen'
import { QuotaExceeded } from '@lingzhi/contracts/file-problems'
import { newId } from '@lingzhi/contracts/ids'
import { HomeworkRemoved } from '@lingzhi/contracts/learning-facts'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestHomework } from './test-homework.ts'

const { app, base, user, identity, uploads, files, references, setHomework, show, bus, call } =
  await startTestHomework(t)

type Part = [name: string, value: string, filename?: string]
function send(parts: Part[], { as = user, cut = 0 }: { as?: typeof user | null; cut?: number } = {}) {
  const body = parts.map(([name, value, filename]) => {
    const file = filename === undefined ? '' : `; filename="${filename}"`
    return `--x\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`
  })
  const whole = Buffer.from(`${body.join('')}--x--\r\n`)
  return app.inject({
    method: 'POST',
    url: `${base}/submit`,
    headers: { ...as?.headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload: whole.subarray(0, whole.length - cut),
  })
}
/** What of learning was let go of. */
const gone: string[] = []
const heard = await listen(bus, HomeworkRemoved, 'forms-test', async ({ data }) => {
  gone.push(...data.submission_ids)
})
t.teardown(() => heard.close())

t.test('photos and fields in one request are homework with those files, in their order', async (t) => {
  const { id: template_id } = await setHomework({ items: [{ question: '1+1=?' }] })
  const sent = await send([
    ['template_id', template_id],
    ['homework_file', 'page one', '一.jpg'],
    ['student_name', '小明'],
    ['homework_file', 'page two', 'two.jpg'],
    ['additional_info', '第二页在背面'],
    ['grade_level', '7'],
    ['auto_grade', 'false'],
    ['title', ''],
  ])
  t.equal(sent.statusCode, 202, sent.body)
  const { data } = sent.json()
  t.match(data, {
    ...{ kind: 'files', status: 'uploaded', template_id, student_name: '小明', note: '第二页在背面' },
    ...{ additional_info: '第二页在背面', grade_level: 7, auto_grade: false },
  })
  t.match(uploads.stored, [
    { name: '一.jpg', text: 'page one' },
    { name: 'two.jpg', text: 'page two' },
  ])
  const addresses = uploads.stored.map(({ id }) => `/api/v1/files/${id}/download`)
  t.same(data.original_images, addresses)
  t.equal(data.file_url, addresses[0])
  t.ok(references.includes(data.id), 'its files stay as long as it does')
  t.match((await show(data.id)).pages, [{ name: '一.jpg' }, { name: 'two.jpg' }])
})

t.test('a form without files is the text, the answers or the addresses in it', async (t) => {
  const text = await send([
    ['subject', 'math'],
    ['text', '1. 2'],
  ])
  t.match(text.json().data, { kind: 'text', subject: 'math', file_url: null, original_images: [] })
  const answers = JSON.stringify([
    { question: '1+1', question_type: 'number', correct_answer: '2', student_answer: '2' },
  ])
  t.match((await send([['answers', answers]])).json().data, { kind: 'answers', status: 'graded' })
  const own = [...files.keys()].slice(0, 2)
  const addressed = JSON.stringify(own.map((id) => `/api/v1/files/${id}/download`))
  t.equal((await send([['image_urls', addressed]])).json().data.original_images.length, 2)
  t.equal((await send(own.map((id): Part => ['file_ids', id]))).json().data.original_images.length, 2)
})

t.test('what is no homework is refused with its place, and its files are let go of', async (t) => {
  const photo: Part = ['file', 'a picture', 'a.jpg']
  const refused = async (parts: Part[], status: number, code: string, path?: string) => {
    const before = references.length
    const sent = await send(parts)
    t.equal(sent.statusCode, status, sent.body)
    t.equal(sent.json().error_code, code)
    if (path) t.equal(sent.json().errors[0].path, path)
    for (const id of references.slice(before)) await eventually(async () => gone.includes(id))
  }
  await refused([], 400, 'VALIDATION_ERROR', 'file_ids')
  await refused([photo, ['grade_level', '13']], 400, 'VALIDATION_ERROR', 'grade_level')
  await refused([photo, ['grade_level', 'seven']], 400, 'VALIDATION_ERROR', 'grade_level')
  await refused([photo, ['text', 'and a text']], 400, 'VALIDATION_ERROR', 'file_ids')
  await refused([photo, ['template_id', newId()]], 404, 'HOMEWORK_TEMPLATE_NOT_FOUND')
  await refused([['image_urls', '[1']], 400, 'VALIDATION_ERROR', 'image_urls')
  await refused(
    Array.from({ length: 10 }, () => photo),
    400,
    'VALIDATION_ERROR',
    'file_ids',
  )
  await refused([['file', 'x'.repeat(10 * 1024 ** 2 + 1), 'large.jpg']], 413, 'FILE_TOO_LARGE')
  uploads.refusal = QuotaExceeded()
  await refused([photo], 413, 'QUOTA_EXCEEDED')
  uploads.refusal = undefined
  const cut = await send([photo], { cut: 12 })
  t.match(cut.json(), { error_code: 'BAD_REQUEST' })
  t.equal((await send([photo], { as: null })).statusCode, 401)
})

t.test('homework of others’ files is not found, in a form as in JSON', async (t) => {
  const other = await identity.user()
  const [own] = [...files.keys()]
  t.equal((await send([['file_ids', own!]], { as: other })).statusCode, 404)
  t.equal((await call('POST', `${base}/submit`, { body: { file_ids: [own] }, as: other })).statusCode, 404)
})
