import t from 'tap'
import { graded, startTestHomework } from '../homework/test-homework.ts'
import { startTestChat } from '../test-chat.ts'

const started = await startTestHomework(t)
const { call, identity, model, file, until, bus, db, references, clock } = started
const chat = startTestChat(t, bus, db)
const ask = (body: object, more: object = {}) => call('POST', '/api/v1/learning/ask', { body, ...more })

const read = {
  items: [
    {
      ...{ number: 1, question: '解方程 2x+1=7', question_type: 'solution', student_answer: '移项得 2x=6' },
      ...{ latex: '', page: 1, box: [0, 0, 1, 1], legibility: 0.95 },
    },
  ],
}

t.test('finished work in a question is graded, and its answer waits for no grade', async (t) => {
  const as = await identity.user()
  const file_ids = [file({}, as), file({}, as)]
  model.say = () => undefined
  chat.script(['先看移项。'])
  const body = { content: '帮我看看这两页', question_type: 'homework_help', subject: 'math', file_ids }
  const headers = { 'idempotency-key': 'f0a6f6a0-7f4c-4d2e-9a3f-1f4f7a1c2b3d' }
  const asked = await ask(body, { as, headers })
  t.equal(asked.statusCode, 200, asked.body)
  const { answer, correction_result } = asked.json().data
  t.equal(answer.content, '先看移项。')
  const { submission_id } = correction_result
  t.match(correction_result, {
    ...{ status: 'processing', events_url: `/api/v1/homework/submissions/${submission_id}/events` },
    ...{ corrections: [], overall_score: null, total_questions: null },
  })
  t.ok(references.includes(submission_id), 'its files stay as long as it does')

  model.say = (one) =>
    one.schema_name.startsWith('learning_transcription')
      ? read
      : graded(one, () => ({ met: 'yes', quote: '2x=6' }))
  await model.answer()
  await until(submission_id, 'graded', as)
  // The same question again: nothing is handed in twice.
  const again = (await ask(body, { as, headers })).json().data.correction_result
  t.match(again, { submission_id, status: 'graded', total_questions: 1, error_count: 0, overall_score: 100 })
  t.match(again.corrections, [{ question_number: 1, score: 100 }])
  t.equal((await call('GET', '/api/v1/homework/submissions', { as })).json().data.items.length, 1)

  await call('DELETE', `/api/v1/homework/submissions/${submission_id}`, { as })
  t.equal((await ask(body, { as, headers })).json().data.correction_result, null)
})

t.test('a stream tells at its end where the work is graded', async (t) => {
  const as = await identity.user()
  model.say = () => undefined
  chat.script(['先看移项。'])
  const body = { content: '看看', question_type: 'homework_help', file_ids: [file({}, as)] }
  // Over a real socket, because streams depend on sockets.
  const origin = await started.app.listen({ host: '127.0.0.1', port: 0 })
  const told = await fetch(`${origin}/api/v1/learning/ask-stream`, {
    method: 'POST',
    headers: { ...as.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  })
  t.match(
    await told.text(),
    /"type":"done".*"mistake_suggestion":null,"correction_result":\{"submission_id":"[0-9a-f-]{36}","events_url"/,
  )
  started.app.server.closeAllConnections()
})

t.test('work that cannot be taken holds up no question; another’s file does', async (t) => {
  const as = await identity.user()
  const body = { content: '看看', question_type: 'homework_help' }
  chat.script(['好的。'])
  const long = await ask({ ...body, file_ids: [file({ pages: 101 }, as)] }, { as })
  t.match(long.json().data, {
    answer: { content: '好的。' },
    correction_result: { submission_id: null, status: 'failed', problem: { status: 413 } },
  })
  const foreign = await ask({ ...body, file_ids: [file({}, await identity.user())] }, { as })
  t.equal(foreign.statusCode, 404, foreign.body)
  chat.script(['好的。'], ['好的。'])
  t.equal((await ask(body, { as })).json().data.correction_result, null, 'without pictures')
  const concept = { ...body, question_type: 'concept', file_ids: [file({}, as)] }
  t.equal((await ask(concept, { as })).json().data.correction_result, null)
  t.same((await call('GET', '/api/v1/homework/submissions', { as })).json().data.items, [])
})

t.test('a wrong attempt, or the same question in seven days, suggests the notebook once', async (t) => {
  const as = await identity.user()
  const suggested = async (body: object) => {
    chat.script(['答。'])
    return (await ask(body, { as })).json().data
  }
  const about = { content: '解方程 2x+1=7', subject: 'math', topic: '移项', guidance: 'hints' }
  const wrong = { ...about, student_attempt: 'x=4', context_data: { correct_answer: 'x=3' } }
  const { question, mistake_suggestion, mistake_created } = await suggested(wrong)
  t.match(mistake_suggestion, { reason: 'attempt_wrong', subject: 'math', knowledge_points: ['移项'] })
  t.equal(mistake_created, false)
  t.equal((await suggested({ ...wrong, content: '另一题', student_attempt: '3' })).mistake_suggestion, null)
  t.match((await suggested(about)).mistake_suggestion, { reason: 'asked_again' })
  clock.now = new Date(Date.now() + 8 * 24 * 3_600_000)
  t.equal((await suggested(about)).mistake_suggestion, null, 'a week later')
  clock.now = undefined
  await call('POST', `/api/v1/learning/questions/${question.id}/add-to-mistakes`, { as })
  t.same((await call('GET', '/api/v1/mistakes', { as })).json().data.total, 1)
})
