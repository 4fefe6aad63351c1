import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('each answer keeps one feedback per user, the last one given', async (t) => {
  const { model, identity, json, db } = await startTestApp(t)
  const { headers, id: user_id } = await identity.user()
  model.enqueue({ times: 'always', steps: ['好'] })
  const { body } = await json('POST', '/api/chat', { message: '问' }, headers)
  const { message_id, conversation_id, question_id } = body.data
  const give = (feedback: unknown, id = message_id, who = headers) =>
    json('POST', `/api/messages/${id}/feedback`, feedback, who)

  t.match(await give({ type: 'like' }), {
    status: 200,
    body: { success: true, data: { message_id, conversation_id, type: 'like', comment: null } },
  })
  t.match((await give({ type: 'correct', comment: ' 应该是二 ' })).body.data, {
    type: 'correct',
    comment: '应该是二',
  })
  const kept = await db.selectFrom('feedback').selectAll().execute()
  t.match(kept, [{ message_id, user_id, type: 'correct', comment: '应该是二' }])
  t.equal(kept.length, 1)

  const read = await json('GET', `/api/conversations/${conversation_id}`, undefined, headers)
  const [question, answer] = read.body.data.messages
  t.equal(question.answer, null)
  t.match(answer.answer, { feedback: 'correct', model: 'scripted', finish_reason: 'stop', cached: false })
  t.match(answer.answer.usage, { estimated: false, total_tokens: Number })
  t.ok(answer.answer.first_token_ms <= answer.answer.latency_ms)

  t.match((await give({ type: 'love' })).body, { status: 400, error_code: 'VALIDATION_ERROR' })
  t.match((await give({ type: 'like' }, question_id)).body, { status: 404, error_code: 'MESSAGE_NOT_FOUND' })
  t.match((await give({ type: 'like' }, 'nonsense')).body, { status: 404, error_code: 'MESSAGE_NOT_FOUND' })
  const stranger = await identity.user()
  t.match((await give({ type: 'like' }, message_id, stranger.headers)).body, { status: 404 })
  const anonymous = await json('POST', `/api/messages/${message_id}/feedback`, { type: 'like' })
  t.match(anonymous.body, { status: 401, error_code: 'MISSING_TOKEN' })
})
