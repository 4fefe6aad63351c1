import { eventually } from '@lingzhi/testing/eventually'
import { readEvents } from '@lingzhi/testing/read-events'
import t from 'tap'
import { letOldPagesGo, sweepHomework } from './sweep-homework.ts'
import { answerOf, graded, startTestHomework } from './test-homework.ts'

const started = await startTestHomework(t)
const {
  app,
  call,
  base,
  submit,
  show,
  until,
  correction,
  setHomework,
  identity,
  model,
  file,
  files,
  references,
  deps,
  config,
  clock,
  db,
} = started
const advancing = { ...deps, config }

const read = (number: number, student_answer: string, more: object = {}) => ({
  ...{ number, question_type: 'number', question: `第${number}题`, student_answer, latex: '', page: 1 },
  ...{ box: [0.1, 0.2, 0.3, 0.1], legibility: 0.95, ...more },
})
const transcribing = (...items: object[]) => {
  model.say = (asked) =>
    asked.schema_name === 'learning_transcription_v1'
      ? { items }
      : graded(asked, () => ({ met: answerOf(asked).includes('3') ? 'yes' : 'no', quote: answerOf(asked) }))
}

t.test('photos are read in a step of their own, by a model that is shown them and no key', async (t) => {
  const as = await identity.user()
  const [one, two] = [file({}, as), file({ name: '第二页.jpg' }, as)]
  const key = { question: '1+2', question_type: 'number', correct_answer: '3' }
  const { id: template_id } = await setHomework(
    { items: [key, { ...key, question: '2+2', correct_answer: '4' }] },
    as,
  )
  transcribing(read(1, '3', { latex: '3' }), read(2, '5', { page: 2 }), read(9, '看到的别的'))
  const { id } = (await submit({ template_id, file_ids: [one, two] }, as)).json().data
  t.match(await until(id, 'graded', as), {
    ...{ kind: 'files', score: 10, score_max: 20 },
    pages: [{ file_id: one }, { file_id: two, name: '第二页.jpg' }],
    items: [
      {
        number: 1,
        student_answer: '3',
        transcribed_answer: '3',
        latex: '3',
        legibility: 0.95,
        box: [0.1, 0.2, 0.3, 0.1],
      },
      { number: 2, student_answer: '5', page: 2 },
    ],
  })
  const [asked] = model.asked.filter(({ schema_name }) => schema_name === 'learning_transcription_v1')
  t.same(asked!.file_ids, [one, two])
  t.match(JSON.parse(asked!.messages[1]!.content), {
    expected: [{ number: 1, question: '1+2' }, { number: 2 }],
  })
  t.notMatch(JSON.stringify(asked!.messages), /"key"|correct/)
  t.ok(references.includes(id), 'and the files stay as long as the homework')
})

t.test(
  'correcting what was read of an item grades that one alone, and what was read first is kept',
  async (t) => {
    const as = await identity.user()
    transcribing(read(1, '3'), read(2, '8'))
    const { id } = (await submit({ subject: 'math', file_ids: [file({}, as)] }, as)).json().data
    await until(id, 'graded', as)
    const before = model.asked.length
    const fixed = await call('PUT', `${base}/submissions/${id}/items/2`, {
      body: { student_answer: '23' },
      as,
    })
    t.equal(fixed.statusCode, 200, fixed.body)
    t.match(await until(id, 'graded', as), { score: 20 })
    t.same(model.asked.slice(before).map(answerOf), ['23', '23'])
    t.match((await correction(id, as)).corrections[1], {
      ...{ student_answer: '23', transcribed_answer: '8', is_corrected: true, score: 100 },
      grades: [
        { transcription_version: 1, score: 0 },
        { transcription_version: 2, score: 10, is_current: true },
      ],
    })
    t.equal((await call('GET', '/api/v1/mistakes', { as })).json().data.total, 0, 'its card was withdrawn')
    const nothing = await call('PUT', `${base}/submissions/${id}/items/2`, { body: {}, as })
    t.equal(nothing.statusCode, 400)
    t.equal(
      (await call('PUT', `${base}/submissions/${id}/items/7`, { body: { student_answer: '1' }, as }))
        .statusCode,
      404,
    )
  },
)

t.test('without grading by itself it waits until that is asked for', async (t) => {
  const as = await identity.user()
  transcribing(read(1, '3'))
  const { id } = (await submit({ file_ids: [file({}, as)], auto_grade: false }, as)).json().data
  await until(id, 'transcribed', as)
  const early = await call('GET', `${base}/submissions/${id}/correction`, { as })
  t.equal(early.statusCode, 409)
  t.match(early.json(), { error_code: 'NOT_GRADED_YET', message: '作业尚未完成批改，请稍后再试' })
  await call('PUT', `${base}/submissions/${id}/items/1`, { body: { student_answer: '13' }, as })
  t.equal((await show(id, as)).status, 'transcribed')
  await call('POST', `${base}/${id}/correct`, { as })
  t.match(await until(id, 'graded', as), { score: 10 })
})

t.test('an answer that cannot be read, was overlooked, or is not in the text has no score', async (t) => {
  const as = await identity.user()
  transcribing(read(1, '3', { legibility: 0.3 }), read(2, '3'))
  const first = (await submit({ file_ids: [file({}, as)] }, as)).json().data
  t.match(await until(first.id, 'needs_review', as), { overall_score: null })
  t.match((await correction(first.id, as)).corrections, [
    { status: 'needs_review', score: null, grade: { needs_review: [{ code: 'illegible' }] } },
    { score: 100 },
  ])
  const item = { question: '1+2', question_type: 'number', correct_answer: '3' }
  const { id: template_id } = await setHomework({ items: [item, item] }, as)
  transcribing(read(1, '3'))
  const second = (await submit({ template_id, file_ids: [file({}, as)] }, as)).json().data
  await until(second.id, 'needs_review', as)
  t.match((await correction(second.id, as)).corrections, [
    { score: 100 },
    { score: null, is_unanswered: false },
  ])
  transcribing(read(1, '答案是 3', { page: 0 }), read(2, '也是 3', { page: 0 }))
  const third = (await submit({ text: '1. 答案是3 \n 2. 不知道' }, as)).json().data
  await until(third.id, 'needs_review', as)
  t.match((await correction(third.id, as)).corrections, [{ score: 100 }, { score: null }])
})

t.test('files are waited for; one that is refused, or a PDF of too many pages, ends it', async (t) => {
  const as = await identity.user()
  transcribing(read(1, '3'))
  const waiting = file({ status: 'processing' }, as)
  const { id } = (await submit({ file_ids: [waiting] }, as)).json().data
  t.equal((await until(id, 'uploaded', as)).status, 'uploaded')
  files.get(waiting)!.status = 'ready'
  clock.now = new Date(Date.now() + 5_000)
  await sweepHomework(advancing)
  clock.now = undefined
  await until(id, 'graded', as)
  const late = file({ status: 'processing' }, as)
  const other = (await submit({ file_ids: [late] }, as)).json().data
  files.get(late)!.status = 'rejected'
  clock.now = new Date(Date.now() + 5_000)
  await sweepHomework(advancing)
  clock.now = undefined
  t.match(await until(other.id, 'failed', as), { problem: { error_code: 'FILE_NOT_READY' } })
  t.equal((await submit({ file_ids: [file({ status: 'rejected' }, as)] }, as)).statusCode, 409)
  t.equal((await submit({ file_ids: [file({ pages: 101 }, as)] }, as)).statusCode, 413)
  t.equal(
    (await submit({ file_ids: [file({}, await identity.user())] }, as)).statusCode,
    404,
    'another’s file',
  )
  const url = `/api/v1/files/${file({}, as)}/preview`
  t.equal((await submit({ image_urls: [url] }, as)).statusCode, 202, 'as front ends of before send it')
})

t.test('nothing that was found is told, and trying again reads anew', async (t) => {
  const as = await identity.user()
  transcribing()
  const { id } = (await submit({ file_ids: [file({}, as)] }, as)).json().data
  t.match(await until(id, 'failed', as), { problem: { error_code: 'HOMEWORK_NOTHING_READ' } })
  t.equal((await call('GET', `${base}/submissions/${id}/correction`, { as })).statusCode, 409)
  transcribing(read(1, '3'))
  await call('POST', `${base}/${id}/correct/retry`, { as })
  t.match(await until(id, 'graded', as), { score: 10, problem: null })
})

t.test('who corrects on another’s homework once the key was shown waits for a person', async (t) => {
  const pupil = await identity.user()
  const item = { question: '1+2', question_type: 'number', correct_answer: '3' }
  const { id: template_id } = await setHomework({ items: [item], shared: true })
  transcribing(read(1, '8'))
  const { id } = (await submit({ template_id, file_ids: [file({}, pupil)] }, pupil)).json().data
  await until(id, 'graded', pupil)
  await call('PUT', `${base}/submissions/${id}/items/1`, { body: { student_answer: '3' }, as: pupil })
  t.match(await until(id, 'needs_review', pupil), { score: null })
  t.match((await correction(id, pupil)).corrections[0], {
    ...{
      transcribed_answer: '8',
      correct_answer: null,
      grade: { needs_review: [{ code: 'corrected_late' }] },
    },
  })
})

t.test('a stream tells each stage once, and ends with the grades', async (t) => {
  const as = await identity.user()
  model.say = () => undefined
  const { id } = (await submit({ file_ids: [file({}, as)] }, as)).json().data
  const path = `${base}/submissions/${id}/events`
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const response = await fetch(origin + path, { headers: as.headers, signal: AbortSignal.timeout(20_000) })
  const events = readEvents(response)
  const first = await events.next()
  t.equal(first.value?.event, 'processing')
  await eventually(async () => model.asked.some(({ user_id }) => user_id === as.id))
  transcribing(read(1, '3'))
  await model.answer()
  const rest = await Array.fromAsync(events)
  t.same(
    rest.map(({ event }) => event),
    ['transcribed', 'graded'],
  )
  t.match(rest.at(-1), { id: 'done', data: { status: 'graded', score: 10 } })
  const seen = await call('GET', path, { as, headers: { 'last-event-id': 'done' } })
  t.equal(seen.statusCode, 204)
})

t.test('pictures of old homework are let go, and what was read of them stays', async (t) => {
  const as = await identity.user()
  transcribing(read(1, '3'))
  const { id } = (await submit({ file_ids: [file({}, as)] }, as)).json().data
  await until(id, 'graded', as)
  await letOldPagesGo(advancing, config)
  t.equal((await show(id, as)).pages.length, 1)
  clock.now = new Date(Date.now() + 366 * 86_400_000)
  await letOldPagesGo({ ...advancing, db }, config)
  clock.now = undefined
  t.match(await show(id, as), { pages: [], items: [{ transcribed_answer: '3' }] })
})
