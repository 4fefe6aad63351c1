import t from 'tap'
import { startTestApp } from '../test-app.ts'

// All tests share one service; each has its own users.
const shared = startTestApp(t, { settings: { LLM_RETRIES_MAX: 0 } })
t.afterEach(async () => (await shared).model.reset())

t.test('one message is shown as the lists show it, also when another branch is active', async (t) => {
  const { json, model, identity } = await shared
  const { headers } = await identity.user()
  model.enqueue(['第一'], ['第二'])
  const first = (await json('POST', '/api/chat', { message: '问' }, headers)).body
  const listed = (await json('GET', `/api/conversations/${first.conversation_id}`, undefined, headers)).body
  const show = async (id: string) => (await json('GET', `/api/messages/${id}`, undefined, headers)).body.data
  const only = { conversation_id: first.conversation_id, error_code: null, message: null }
  for (const message of listed.data.messages) t.same(await show(message.id), { ...message, ...only })

  const { message_id, reply_id } = first.data
  const second = (await json('POST', `/api/messages/${message_id}/regenerate`, undefined, headers)).body.data
  const opinion = { type: 'correct', comment: '第一才对' }
  await json('POST', `/api/messages/${message_id}/feedback`, opinion, headers)
  t.match(await show(message_id), {
    content: '第一',
    status: 'complete',
    alternatives: [message_id, second.message_id],
    answer: {
      model: 'scripted',
      finish_reason: 'stop',
      latency_ms: Number,
      reply_id,
      agent_id: 1,
      feedback: 'correct',
      feedback_comment: '第一才对',
    },
  })
})

t.test(
  'a failed answer is shown with what it had said and its problem, in the caller’s language',
  async (t) => {
    const { ask, json, model, db } = await shared
    model.enqueue(['前一半', { error: { message: 'broken' } }])
    const { start, events } = await ask({ message: '问题1' })
    await Array.fromAsync(events)
    const show = (language: string) =>
      json('GET', `/api/messages/${start!.message_id}`, undefined, { 'accept-language': language })
    t.match((await show('en')).body.data, {
      status: 'failed',
      content: '前一半',
      error_code: 'MODEL_ERROR',
      message: /model/,
      alternatives: [],
    })
    t.match((await show('zh')).body.data.message, /模型/)
    await db.updateTable('messages').set({ status: 'pending' }).where('id', '=', start!.message_id).execute()
    t.match((await show('zh')).body.data, { status: 'pending' })
  },
)

t.test('a message is shown to whoever may use its conversation, and to nobody else', async (t) => {
  const { json, model, identity } = await shared
  const [mine, other] = [await identity.user(), await identity.user()]
  model.enqueue(['我的'], ['客人的'])
  const own = (await json('POST', '/api/chat', { message: '问' }, mine.headers)).body.data.message_id
  const guests = (await json('POST', '/api/chat', { message: '问' })).body.data.message_id
  const show = (id: string, headers = {}) => json('GET', `/api/messages/${id}`, undefined, headers)
  t.equal((await show(own, mine.headers)).status, 200)
  t.equal((await show(guests)).status, 200)
  const none = { status: 404, body: { error_code: 'MESSAGE_NOT_FOUND' } }
  t.match(await show(own, other.headers), none)
  t.match(await show(own), none)
  t.match(await show('x', mine.headers), none)
  t.match(await show(own, { authorization: 'Bearer x' }), { status: 401 })
})

t.test(
  'a conversation shows as many of its newest messages as are wanted, and where the rest is',
  async (t) => {
    const { json, model, identity } = await shared
    const { headers } = await identity.user()
    model.enqueue(['一'], ['二'])
    const { conversation_id } = (await json('POST', '/api/chat', { message: '甲' }, headers)).body
    await json('POST', '/api/chat', { message: '乙', conversation_id }, headers)
    const path = `/api/conversations/${conversation_id}`
    const { data } = (await json('GET', `${path}?limit=3`, undefined, headers)).body
    const texts = (messages: { content: string }[]) => messages.map(({ content }) => content)
    t.same(texts(data.messages), ['一', '乙', '二'])
    const earlier = `${path}/messages?order=desc&cursor=${data.earlier_cursor}`
    t.same(texts((await json('GET', earlier, undefined, headers)).body.data.messages), ['甲'])
    t.equal((await json('GET', path, undefined, headers)).body.data.messages.length, 4)
    for (const limit of ['0', '201', 'x'])
      t.match(await json('GET', `${path}?limit=${limit}`, undefined, headers), { status: 400 })
  },
)
