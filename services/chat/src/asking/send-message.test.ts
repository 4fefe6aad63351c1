import { readEvents } from '@lingzhi/testing/read-events'
import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

// All tests share one service; each has its own users.
const shared = startTestApp(t)
t.afterEach(async () => (await shared).model.reset())

t.test('a question is answered whole, stored, and readable', async (t) => {
  const { json, model, identity } = await shared
  const { headers } = await identity.user()
  model.enqueue([{ reasoning: '想' }, '你好', '，世界'])
  const { status, body } = await json('POST', '/api/chat', { message: '早上好' }, headers)
  t.equal(status, 200)
  t.match(body, {
    success: true,
    message: '对话成功',
    response: '你好，世界',
    cached: false,
    data: { reply: '你好，世界', agent_id: 1, cached: false, finish_reason: 'stop', reasoning: '想' },
  })
  t.ok(body.data.usage.total_tokens > 0)
  const { conversation_id } = body
  const older = { response: '你好，世界', conversationId: conversation_id, agentId: 1 }
  t.match(
    body.data,
    { conversation_id, ...older },
    'front ends of the replaced system find what they look for',
  )
  const { body: detail } = await json('GET', `/api/conversations/${body.conversation_id}`, undefined, headers)
  t.match(detail.data, { title: '早上好', agent_id: 1, message_count: 2 })
  t.match(detail.data.messages, [
    { role: 'user', content: '早上好' },
    { id: body.data.message_id, role: 'assistant', content: '你好，世界' },
  ])
  const [call] = model.calls
  t.match(call?.body.messages, [{ role: 'system' }, { role: 'user', content: '早上好' }])
})

t.test('a stream passes every token on before the next is generated', async (t) => {
  const { ask, model } = await shared
  const { start, events } = await ask({ content: '一', message: '二' })
  const call = await model.nextCall()
  t.equal(call.lastUserText, '一', 'of content and message, content wins')
  for (const token of ['甲', '乙', '丙']) {
    await call.delta(token)
    const { value } = await events.next()
    t.match(value, { event: undefined, data: { content: token } })
  }
  await call.finish()
  const { value: done } = await events.next()
  t.match(done, { event: 'done', data: { finish_reason: 'stop', cached: false, reply_id: start.reply_id } })
  t.ok((await events.next()).done)
})

t.test('streamed text is unescaped UTF-8, with headers that forbid buffering', async (t) => {
  const { call, model } = await shared
  model.enqueue(['灵值😀'])
  const response = await call('POST', '/api/chat', { message: '你好', stream: true })
  t.match(response.headers.get('content-type'), /^text\/event-stream/)
  t.equal(response.headers.get('x-accel-buffering'), 'no')
  const text = await response.text()
  t.match(text, 'data: {"content":"灵值😀"}\n\n')
  t.match(text, /event: start\ndata: \{"conversation_id":"/)
})

t.test('no event splits a character, however the model, a bound or the cache cuts the text', async (t) => {
  const { call, model, identity } = await shared
  const { headers } = await identity.user()
  const half = (units: string) => `data: {"choices":[{"delta":{"content":"${units}"}}]}\n\n`
  const long = `${'字'.repeat(199)}😀${'字'.repeat(31_799)}😀。`
  const cases = [
    { steps: [{ raw: half('a\\ud83d') }, { waitMs: 60 }, { raw: half('\\ude00b') }], whole: 'a😀b' },
    { steps: [{ raw: half('c\\ud83d') }], whole: 'c\ufffd' },
    { steps: [long], whole: long },
    { steps: undefined, whole: long },
  ]
  for (const { steps, whole } of cases) {
    if (steps) model.enqueue(steps)
    const message = `问${whole.length}`
    const text = await (await call('POST', '/api/chat-stream', { message }, headers)).text()
    t.notMatch(text, /\\ud[89a-f]/, 'nothing that a parser stricter than ours refuses')
    const deltas = [...text.matchAll(/^data: (\{"content":.*\})$/gm)].map(([, data]) => JSON.parse(`${data}`))
    t.equal(deltas.map(({ content }) => content).join(''), whole)
  }
  t.equal(model.calls.length, 3, 'the last one came from the cache')
})

t.test('a question is sent with the conversation before it, ten messages in all', async (t) => {
  const { json, model } = await shared
  model.enqueue({ times: 'always', steps: ['答'] })
  let conversationId: string | undefined
  for (const question of ['1', '2', '3', '4', '5', '6']) {
    const { body } = await json('POST', '/api/agent/chat', { message: question, conversationId, agentId: 2 })
    conversationId = body.conversation_id
  }
  const messages = model.calls.at(-1)?.body.messages as { role: string; content: string }[]
  t.equal(messages[0]?.role, 'system')
  const shown = messages.slice(1).map(({ content }) => content)
  t.same(
    shown,
    ['2', '答', '3', '答', '4', '答', '5', '答', '6'],
    'not the answer whose question is left out',
  )
})

t.test('invalid input is refused by name and reaches no model', async (t) => {
  const { json, call, identity, model } = await startTestApp(t, { settings: { MESSAGE_CHARS_MAX: 10 } })
  const { headers } = await identity.user()
  const cases: [unknown, number, string][] = [
    [{}, 400, 'VALIDATION_ERROR'],
    [{ message: '   ' }, 400, 'VALIDATION_ERROR'],
    [{ message: '\u200b\u2060' }, 400, 'VALIDATION_ERROR'],
    [{ content: '\u3164\u2800\ufeff\ufe0f' }, 400, 'VALIDATION_ERROR'],
    [{ message: 5 }, 400, 'VALIDATION_ERROR'],
    [{ message: '12345678901' }, 413, 'MESSAGE_TOO_LONG'],
    [{ message: '问', agent_id: 99 }, 404, 'AGENT_NOT_FOUND'],
    [{ message: '问', conversation_id: 'no such' }, 404, 'CONVERSATION_NOT_FOUND'],
    [{ message: '问', conversation_id: 5 }, 400, 'VALIDATION_ERROR'],
  ]
  for (const [input, status, code] of cases) {
    const { body } = await json('POST', '/api/chat', input, headers)
    t.match(body, { success: false, status, error_code: code }, JSON.stringify(input))
  }
  const json2 = { 'content-type': 'application/json' }
  const broken = await call('POST', '/api/chat-stream', undefined, json2)
  t.equal(broken.status, 400)
  t.match(await json('POST', '/api/chat', { message: '问' }, { authorization: 'Bearer x.y.z' }), {
    status: 401,
  })
  t.equal(model.calls.length, 0)
})

t.test('another user’s conversation is not found', async (t) => {
  const { json, model, identity } = await shared
  const [mine, other] = [await identity.user(), await identity.user()]
  model.enqueue(['好'])
  const { body } = await json('POST', '/api/chat', { message: '问' }, mine.headers)
  const { conversation_id } = body
  for (const headers of [other.headers, {}]) {
    const refused = await json('POST', '/api/chat', { message: '问', conversation_id }, headers)
    t.match(refused.body, { status: 404, error_code: 'CONVERSATION_NOT_FOUND' })
    const read = await json('GET', `/api/chat-stream/${body.data.reply_id}`, undefined, headers)
    t.match(read.body, { status: 404, error_code: 'REPLY_NOT_FOUND' })
    const stop = await json('POST', `/api/chat-stream/${body.data.reply_id}/stop`, undefined, headers)
    t.match(stop.body, { status: 404, error_code: 'REPLY_NOT_FOUND' })
  }
})

t.test('guests chat by the id of their conversation, unless GUESTS_ALLOWED is off', async (t) => {
  const { json, model, replicas } = await shared
  model.enqueue(['一'], ['二'])
  const { body } = await json('POST', '/api/chat', { message: '问' })
  const again = await json('POST', '/api/chat', { message: '再问', conversation_id: body.conversation_id })
  t.equal(again.body.response, '二')
  t.equal(replicas.length, 1)
  const closed = await startTestApp(t, { settings: { GUESTS_ALLOWED: 'false' } })
  t.match((await closed.json('POST', '/api/chat', { message: '问' })).body, { error_code: 'MISSING_TOKEN' })
})

t.test('a provider’s failure is reported by its cause, and the question is kept', async (t) => {
  const { json, ask, model, identity } = await shared
  const { headers } = await identity.user()
  model.enqueue({ times: 'always', steps: [{ fail: { status: 400 } }] })
  const { status, body } = await json('POST', '/api/chat', { message: '问' }, headers)
  t.match(
    [502, 503, 504],
    [status].filter((known) => [502, 503, 504].includes(known)),
  )
  t.match(body, { success: false, error_code: /^MODEL_/ })
  const { events, start } = await ask({ message: '再问' }, headers)
  const [error] = await Array.fromAsync(events)
  t.match(error, { event: 'error', data: { success: false, error_code: /^MODEL_/, status } })
  const { body: list } = await json(
    'GET',
    `/api/conversations/${start.conversation_id}/messages`,
    undefined,
    headers,
  )
  t.match(list.data.messages, [{ role: 'user', content: '再问' }])
  t.equal(list.data.messages.length, 1)
})

t.test('whatever a provider sends besides its answer, the reply ends at once and is stored', async (t) => {
  const { json, model, identity } = await shared
  const { headers } = await identity.user()
  const refusals = [`nul \0 nul`, `${'x'.repeat(295)}😀`]
  for (const message of refusals) {
    model.enqueue([{ fail: { status: 400, body: { error: { message } } } }])
    const { status, body } = await json('POST', '/api/chat', { message: '问' }, headers)
    t.match({ status, body }, { status: 502, body: { error_code: 'MODEL_REJECTED' } })
  }
  const tokens = { prompt_tokens: 1, completion_tokens: 3_000_000_000, total_tokens: 3_000_000_001 }
  model.enqueue(['答', { finish: { usage: tokens, finishReason: 'stop\0' } }])
  const { body } = await json('POST', '/api/chat', { message: '问' }, headers)
  t.match(body, { response: '答', data: { finish_reason: 'stop', usage: { estimated: true } } })
  t.equal(model.calls.length, 3, 'each question was sent once')
})

t.test('agent 1 requires its four parts and names the company correctly', async (t) => {
  const { json, db } = await startTestApp(t)
  const { body } = await json('GET', '/api/agents')
  t.match(body.data.agents, [
    { id: 1, name: '灵值生态园', model: 'doubao-seed-1-6-251015' },
    { id: 2, name: '灵值智能助手' },
  ])
  t.equal((await json('GET', '/api/agents/1')).body.data.agent.id, 1)
  for (const id of ['99', 'x']) t.equal((await json('GET', `/api/agents/${id}`)).status, 404)
  const agent = await db.selectFrom('agents').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()
  const parts = ['开场白', '事务层', '意义层', '行动引导', '陕西媄月商业艺术有限责任公司']
  t.ok(parts.every((part) => agent.system_prompt.includes(part)))
  t.same(agent.model_config, {
    ...{
      model: 'doubao-seed-1-6-251015',
      temperature: 0.7,
      max_tokens: 4096,
      top_p: 0.9,
      thinking: 'enabled',
    },
  })
})

t.test('a late, repeated or resumed reader gets the same text', async (t) => {
  const { ask, read, model } = await shared
  const { start, events } = await ask({ message: '问' })
  const call = await model.nextCall()
  await call.reasoning('思')
  await call.delta('甲乙')
  const first = [await events.next(), await events.next()].map(({ value }) => value)
  t.match(first, [{ event: 'reasoning' }, { data: { content: '甲乙' } }])
  const second = await read(start.reply_id)
  t.match((await second.next()).value, { event: 'start', data: { reply_id: start.reply_id } })
  t.match((await second.next()).value, { event: 'reasoning', data: { reasoning: '思' } })
  const half = await read(start.reply_id, first[0]?.id)
  t.match((await half.next()).value, { event: undefined, data: { content: '甲乙' }, id: first[1]?.id })
  await call.delta('丙')
  await call.finish()
  t.equal(textOf(await Array.fromAsync(second)), '甲乙丙')
  t.equal(textOf(await Array.fromAsync(half)), '丙')
  const late = await Array.fromAsync(await read(start.reply_id))
  t.equal(textOf(late), '甲乙丙')
  t.match(late.at(-1), { event: 'done', id: /^1-5-/ })
  t.equal(textOf(await Array.fromAsync(await read(start.reply_id, '1-2'))), '乙丙', 'any place, not only ids')
})

t.test('a stream names the path to read it again, which the gateway stores', async (t) => {
  const { call, model } = await shared
  model.enqueue(['甲', '乙'])
  const response = await call('POST', '/api/chat', { message: '再来', stream: true })
  const [start, ...rest] = await Array.fromAsync(readEvents(response))
  const location = response.headers.get('content-location') ?? ''
  t.match(start, { event: 'start', data: { reply_id: location.replace('/api/chat-stream/', '') } })
  const again = await Array.fromAsync(readEvents(await call('GET', location)))
  t.equal(textOf(again), textOf(rest))
  t.match(again[0], { event: 'start', data: start?.data })
})

t.test('an API key may chat, or only read, according to its scope', async (t) => {
  const { json, model, identity } = await shared
  const chatter = await identity.user({ scopes: ['chat'] })
  const reader = await identity.user({ id: chatter.id, scopes: ['read'] })
  model.enqueue(['好'])
  const { body } = await json('POST', '/api/chat', { message: '问' }, chatter.headers)
  t.equal(body.response, '好')
  const path = `/api/conversations/${body.conversation_id}`
  for (const { headers } of [chatter, reader]) {
    t.equal((await json('GET', path, undefined, headers)).status, 200)
    t.equal((await json('GET', `${path}/messages`, undefined, headers)).status, 200)
  }
  for (const [method, url, sent] of [
    ['POST', '/api/chat', { message: '问' }],
    ['POST', '/api/chat-stream', { message: '问' }],
    ['POST', `/api/chat-stream/${body.data.reply_id}/stop`, undefined],
    ['POST', `/api/messages/${body.data.message_id}/regenerate`, undefined],
    ['POST', '/api/new-conversation', {}],
    ['PATCH', path, { title: '改' }],
    ['DELETE', path, undefined],
  ] as const) {
    const refused = await json(method, url, sent, reader.headers)
    t.match(refused.body, { status: 403, error_code: 'INSUFFICIENT_SCOPE' }, `${method} ${url}`)
  }
})

t.test('the API document names every code the routes raise', async (t) => {
  const { json } = await shared
  const { body } = await json('GET', '/api/docs/json')
  const { responses } = body.paths['/api/chat'].post
  t.match(responses['413'].description, 'MESSAGE_TOO_LONG')
  t.match(responses['404'].description, 'CONVERSATION_NOT_FOUND')
  t.match(responses['503'].description, 'QUEUE_FULL')
})
