import { newId } from '@lingzhi/contracts/ids'
import t from 'tap'
import { startTestApp } from '../test-app.ts'
import { startTestChat } from '../test-chat.ts'

const { call, bus, db, identity } = await startTestApp(t, { TUTOR_GUIDANCE: 'hints' })
const chat = startTestChat(t, bus, db)
const ask = (body: object) => call('POST', '/api/v1/learning/ask', { body })

t.test('a question enters the notebook with its answer, once, by its learner', async (t) => {
  chat.script(['先移项'])
  const asked = (await ask({ content: '解方程 x+1=6', subject: 'math', student_attempt: 'x=7' })).json().data
  const path = `/api/v1/learning/questions/${asked.question.id}/add-to-mistakes`
  const added = await call('POST', path)
  t.equal(added.statusCode, 201, added.body)
  t.match(added.json().data, {
    ...{ subject: 'math', question_content: '解方程 x+1=6', student_answer: 'x=7', explanation: '先移项' },
    ...{ source: 'learning', source_id: asked.question.id },
  })
  const again = await call('POST', path)
  t.equal(again.statusCode, 409)
  t.match(again.json(), { error_code: 'MISTAKE_EXISTS', mistake_id: added.json().data.id })
  t.equal((await call('POST', path, { as: await identity.user() })).statusCode, 404)
  t.equal((await call('POST', path, { as: null })).statusCode, 401)
  for (const id of [newId(), 'no-id']) {
    t.equal((await call('POST', `/api/v1/learning/questions/${id}/add-to-mistakes`)).statusCode, 404)
  }
})

t.test(
  'a question about a card of the notebook has the answer of that card held back, and of nobody else’s',
  async (t) => {
    const card = { subject: 'math', title: '方程', question_content: '解方程', correct_answer: 'x=35' }
    const { id } = (await call('POST', '/api/v1/mistakes', { body: card })).json().data
    const other = await identity.user()
    const foreign = await call('POST', '/api/v1/mistakes', {
      as: other,
      body: { ...card, correct_answer: 'x=99' },
    })
    const guards: unknown[] = []
    for (const mistake_id of [id, foreign.json().data.id]) {
      chat.script(['提示'])
      const before = chat.replies.size
      const asked = await ask({ content: '这题怎么想？', question_type: 'homework_help', mistake_id })
      t.equal(asked.statusCode, 200, asked.body)
      guards.push((await chat.reply(before + 1)).asked.guard)
    }
    t.match(JSON.stringify(guards[0]), /x=35/)
    t.notMatch(JSON.stringify(guards[1] ?? null), /99/)
  },
)
