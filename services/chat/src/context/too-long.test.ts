import t from 'tap'
import { startTestApp } from '../test-app.ts'

t.test('a conversation that outgrew its model’s window is answered with its newest half', async (t) => {
  const { json, model } = await startTestApp(t, { settings: { CACHE_TTL_S: 0 } })
  const tooLong = {
    message: "This model's maximum context length is 8192 tokens, however you requested 9120",
    type: 'invalid_request_error',
    param: 'messages',
    code: 'context_length_exceeded',
  }
  let conversation_id: string | undefined
  for (const message of ['一', '二', '三']) {
    model.enqueue([message.repeat(500)])
    const { body } = await json('POST', '/api/chat', { message: message.repeat(500), conversation_id })
    conversation_id ??= body.conversation_id
  }
  model.enqueue([{ fail: { status: 400, body: { error: tooLong } } }], ['好'])
  const { body } = await json('POST', '/api/chat', { message: '继续', conversation_id })
  t.equal(body.response, '好')
  const [before, after] = model.calls.slice(-2).map((call) => call.body.messages)
  t.equal(before?.length, 8)
  t.match(after?.map(({ role }) => role[0]).join(''), /^su(au)*$/)
  t.ok((after?.length ?? 9) < 8)

  model.enqueue({ times: 9, steps: [{ fail: { status: 400, body: { error: tooLong } } }] })
  const first = await json('POST', '/api/chat', { message: '长'.repeat(8_000) }, { 'accept-language': 'en' })
  t.match(first, { status: 400, body: { error_code: 'CONTEXT_LENGTH_EXCEEDED', message: /window/ } })
})
