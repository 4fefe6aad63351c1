import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { startTestChat } from '../test-chat.ts'
import { sweepQuestions } from './sweep-questions.ts'

const path = '/api/v1/learning/ask'

async function start(
  t: Parameters<typeof startTestApp>[0],
  settings: Parameters<typeof startTestApp>[1] = {},
) {
  const started = await startTestApp(t, settings)
  const chat = startTestChat(t, started.bus, started.db)
  const ask = (body: object, more: object = {}) => started.call('POST', path, { body, ...more })
  return { ...started, chat, ask }
}

t.test('a question gets its whole answer, in the shape that front ends know, and in a session', async (t) => {
  const { chat, ask, call, identity } = await start(t)
  chat.script(['勾股定理：', '$a^2+b^2=c^2$'])
  const { statusCode, json } = await ask({
    content: '什么是勾股定理',
    question_type: 'concept',
    subject: 'math',
  })
  t.equal(statusCode, 200)
  const { data } = json()
  t.match(data, {
    question: { content: '什么是勾股定理', question_type: 'concept', subject: 'math', is_processed: true },
    answer: {
      content: '勾股定理：$a^2+b^2=c^2$',
      tokens_used: 42,
      model_name: 'scripted',
      confidence_score: null,
    },
    session: { question_count: 1, total_tokens: 42, title: '什么是勾股定理', status: 'active' },
    ...{ tokens_used: 42, mistake_created: false, mistake_info: null, correction_result: null },
    latex: { formulas: 1, invalid: [] },
    guidance: { mode: 'answer', guarded: false },
  })
  for (const id of [data.question.id, data.answer.id])
    t.same((await call('GET', `/api/v1/learning/answers/${id}`)).json().data, data.answer)
  const stranger = { as: await identity.user() }
  t.equal((await call('GET', `/api/v1/learning/answers/${data.answer.id}`, stranger)).statusCode, 404)

  chat.script(['再讲一遍'])
  const again = (await ask({ content: '再讲', session_id: data.session.id, max_history: 0 })).json().data
  t.equal(again.session.id, data.session.id)
  t.equal(again.session.question_count, 2)
  const [first, second] = [...chat.replies.values()].map(({ asked }) => asked)
  t.match(first, { agent: 'wuhao-tutor', may_begin: true, history_max: 20, conversation_id: data.session.id })
  t.match(second, { may_begin: false, history_max: 0, conversation_id: data.session.id })
})

t.test('a session that is unknown or somebody else’s is a new one, never theirs', async (t) => {
  const { chat, ask, identity } = await start(t)
  chat.script(['一'], ['二'], ['三'])
  const { session } = (await ask({ content: '问' })).json().data
  const as = await identity.user()
  for (const session_id of [session.id, newId(), 'nonsense'].slice(0, 2)) {
    const { data } = (await ask({ content: '问', session_id }, { as })).json()
    t.not(data.session.id, session.id)
    t.equal(data.session.user_id, as.id)
  }
})

t.test('the same key twenty times at once is one question', async (t) => {
  const { chat, ask, db } = await start(t)
  const headers = { 'idempotency-key': newId() }
  chat.script(['一次'])
  const replies = await Promise.all(Array.from({ length: 20 }, () => ask({ content: '问' }, { headers })))
  t.same(new Set(replies.map((reply) => reply.json().data?.answer.content)), new Set(['一次']))
  t.equal(chat.replies.size, 1)
  t.equal((await db.selectFrom('questions').select('id').execute()).length, 1)
  t.equal(
    (await db.selectFrom('sessions').select('question_count').executeTakeFirstOrThrow()).question_count,
    1,
  )
})

t.test('while chat is away a question stays, and it is answered when chat is back', async (t) => {
  const { chat, ask, call, deps, clock } = await start(t)
  await chat.leave()
  const refused = await ask({ content: '问' })
  t.equal(refused.statusCode, 503)
  t.ok(refused.headers['retry-after'])
  const [pair] = (await call('GET', '/api/v1/learning/questions')).json().data.items
  t.match(pair, { question: { status: 'asked' }, answer: null })
  t.equal((await call('GET', `/api/v1/learning/answers/${pair.question.id}`)).statusCode, 409)
  chat.come()
  chat.script(['迟到的回答'])
  clock.now = new Date(Date.now() + 10_000)
  await Promise.all([sweepQuestions(deps), sweepQuestions(deps)])
  const answer = await eventually(async () => {
    const { statusCode, json } = await call('GET', `/api/v1/learning/answers/${pair.question.id}`)
    deps.outbox.wake()
    return statusCode === 200 && json().data
  })
  t.equal(answer.content, '迟到的回答')
  t.equal(chat.replies.size, 1)
})

t.test('what chat refuses for good is told, and is not asked again', async (t) => {
  const { chat, ask, call, deps, clock } = await start(t)
  const Empty = problem('BUDGET_EXCEEDED', 429, { zh: '额度用完', en: 'No budget.', check: 'A test.' })
  chat.refusal = Empty()
  const refused = await ask({ content: '问' })
  t.match([refused.statusCode, refused.json().error_code], [429, 'BUDGET_EXCEEDED'])
  chat.refusal = undefined
  clock.now = new Date(Date.now() + 3_600_000)
  await sweepQuestions(deps)
  t.equal(chat.replies.size, 0)
  const [pair] = (await call('GET', '/api/v1/learning/questions')).json().data.items
  t.equal(pair.question.status, 'failed')
})

t.test('a reply that fails is its problem, and no answer', async (t) => {
  const { chat, ask, call } = await start(t)
  const asked = ask({ content: '问' })
  const reply = await chat.reply()
  reply.say('三个')
  const { code, status, title, texts } = ServiceUnavailable()
  await reply.end({ finish_reason: 'error', problem: { code, status, title, detail: texts.zh, texts } })
  t.equal((await asked).statusCode, 503)
  const [pair] = (await call('GET', '/api/v1/learning/questions')).json().data.items
  t.match(pair, { question: { status: 'failed' }, answer: null })
})

t.test('who left before the end finds the answer', async (t) => {
  const { chat, deps, call, ask } = await start(t)
  const asked = ask({ content: '问' })
  const reply = await chat.reply()
  const [{ question }] = (await call('GET', '/api/v1/learning/questions')).json().data.items
  reply.say('写完了')
  await reply.end()
  deps.outbox.wake()
  await eventually(
    async () => (await call('GET', `/api/v1/learning/answers/${question.id}`)).statusCode === 200,
  )
  await asked
})

t.test('the tutor is told of grade, subject, weak points and the learner’s own attempt', async (t) => {
  const { chat, ask, call } = await start(t)
  await call('PUT', '/api/v1/learning/settings', {
    body: { grade_level: 8, weak_points: ['移项', '去分母'], guidance: 'hints' },
  })
  chat.script(['好'])
  const body = {
    content: '解 2x+1=7',
    question_type: 'homework_help',
    subject: 'math',
    student_attempt: '2x=8',
  }
  t.equal((await ask(body)).json().data.guidance.mode, 'hints')
  const { blocks = [], content } = (await chat.reply()).asked
  t.equal(content, '解 2x+1=7')
  const told = Object.fromEntries(blocks.map(({ kind, text }) => [kind, text]))
  t.match(told.learner, /八年级[\s\S]*数学[\s\S]*移项；去分母/)
  t.match(told.task, /2x=8/)
  t.match(told.rules, /只给提示/)
})

t.test(
  'a known answer is guarded for who gets hints, through follow-ups, until it is revealed',
  async (t) => {
    const { chat, ask, db } = await start(t)
    chat.script(['想想移项'], ['再想想'], ['x=3'], ['别的'])
    const about = { context_data: { correct_answer: 'x=3', hint: '看看等号两边' }, guidance: 'hints' }
    const { session } = (await ask({ content: '解 2x=6', ...about })).json().data
    const session_id = session.id
    t.match((await ask({ content: '直接告诉我答案', session_id })).json().data.guidance, {
      mode: 'hints',
      level: 2,
    })
    t.match((await ask({ content: '我放弃', session_id, reveal: true })).json().data.guidance, {
      revealed: true,
    })
    await ask({ content: '下一题呢', session_id })
    const guards = [...chat.replies.values()].map(({ asked }) => asked.guard)
    t.match(guards[0], { instead: '看看等号两边' })
    t.ok(guards[0]?.terms.includes('x = 3'))
    t.same(guards[1]?.terms, guards[0]?.terms)
    t.same(guards.slice(2), [undefined, undefined])
    t.same(
      (await db.selectFrom('questions').select('revealed').orderBy('id').execute()).map(
        ({ revealed }) => revealed,
      ),
      [false, false, true, false],
    )
  },
)

t.test('bad questions are refused by their member', async (t) => {
  const { ask } = await start(t)
  const refused = async (body: object) => {
    const { statusCode, json } = await ask(body)
    return [statusCode, json().errors?.[0]?.path ?? json().error_code]
  }
  t.same(await refused({ content: '' }), [400, 'content'])
  t.same(await refused({ content: '\u200b' }), [400, 'content'])
  t.same(await refused({}), [400, 'content'])
  t.same(await refused({ content: '题'.repeat(5_001) }), [413, 'QUESTION_TOO_LONG'])
  t.same(await refused({ content: '题', difficulty_level: 9 }), [400, 'difficulty_level'])
  t.same(await refused({ content: '题', image_urls: ['http://x/y.png'] }), [400, 'image_urls.0'])
  t.same(await refused({ content: '题', guidance: 'shout' }), [400, 'guidance'])
  t.equal((await ask({ content: '题' }, { as: null })).statusCode, 401)
})

t.test('files go with a question, by their ids or by the addresses that uploads tell', async (t) => {
  const { chat, ask } = await start(t)
  const [one, other] = [newId(), newId()]
  chat.script(['三角形'])
  const { statusCode, json } = await ask({
    content: '这是什么图形',
    file_ids: [one],
    image_urls: [`/api/v1/files/${other}/download`, `https://x.example/api/v1/files/${one}/download`],
  })
  t.equal(statusCode, 200)
  t.same(json().data.question.file_ids, [one, other])
  t.same([...chat.replies.values()][0]?.asked.file_ids, [one, other])
  const many = Array.from({ length: 9 }, () => newId())
  const refused = await ask({ content: '题', file_ids: many, image_urls: [`/api/v1/files/${one}/download`] })
  t.match(refused.json(), { status: 400, errors: [{ path: 'file_ids' }] })
  chat.script(['没有'])
  t.same((await ask({ content: '没有图' })).json().data.question.file_ids, [])
})
