import { problem } from '@lingzhi/contracts/problem'
import t from 'tap'
import { startTestHomework } from '../homework/test-homework.ts'

const { call, identity, model, clock } = await startTestHomework(t)
clock.now = new Date('2026-03-02T04:00:00Z')
const Broken = problem('MODEL_OUTPUT_INVALID', 502, { zh: '无效', en: 'Invalid.', check: 'A test.' })
const found = {
  ...{ error_type: '计算错误', error_subcategory: '移项未变号', analysis: '移项时符号没有改变。' },
  ...{ suggestions: ['写出每一步'], knowledge_points: ['移项'] },
}

async function learner() {
  const as = await identity.user()
  const question = { question_content: '解方程 x+1=6', student_answer: 'x=7', correct_answer: 'x=5' }
  const body = { subject: 'math', title: '方程', ...question, notes: '我的私事' }
  const { id } = (await call('POST', '/api/v1/mistakes', { as, body })).json().data
  return { as, path: `/api/v1/mistakes/${id}` }
}

t.test('an analysis is told, changes nothing, and is asked for once', async (t) => {
  const { as, path } = await learner()
  model.say = () => found
  const before = model.asked.length
  const told = await call('POST', `${path}/analyze`, { as })
  t.equal(told.statusCode, 200, told.body)
  t.match(told.json().data, { ...found, confidence: null })
  await call('POST', `${path}/analyze`, { as })
  t.equal(model.asked.length - before, 1)
  t.notMatch(model.asked.at(-1)!.messages[1]!.content, /我的私事/)
  t.match((await call('GET', path, { as })).json().data, { error_type: null, knowledge_points: [] })
  await call('PUT', path, { as, body: { student_answer: 'x=4' } })
  await call('POST', `${path}/analyze`, { as })
  t.equal(model.asked.length - before, 2, 'of another answer it is another one')
})

t.test('what cannot be told is null; what failed is asked for anew, and then said to have', async (t) => {
  const { as, path } = await learner()
  let calls = 0
  model.say = () => (++calls < 3 ? Broken() : { ...found, error_type: 'none', error_subcategory: ' ' })
  t.match((await call('POST', `${path}/analyze`, { as })).json().data, {
    error_type: null,
    error_subcategory: null,
  })
  const other = await learner()
  model.say = () => Broken()
  const failed = await call('POST', `${other.path}/analyze`, { as: other.as })
  t.equal(failed.statusCode, 503)
  t.match(failed.json(), { error_code: 'ANALYSIS_UNAVAILABLE' })
})

t.test('nobody else’s mistake is analysed', async (t) => {
  const { path } = await learner()
  t.equal((await call('POST', `${path}/analyze`, { as: await identity.user() })).statusCode, 404)
  t.equal((await call('POST', `${path}/analyze`, { as: null })).statusCode, 401)
})
