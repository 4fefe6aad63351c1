import { eventually } from '@lingzhi/testing/eventually'
import OpenAI from 'openai'
import t from 'tap'
import { startTestApp, textOf } from '../test-app.ts'

const { json, ask, read, identity, model, origin, db } = await startTestApp(t, {
  settings: { LLM_RETRIES_MAX: 0, CACHE_TTL_S: 0, LLM_CIRCUIT_FAILURES: 1_000 },
})
const user = await identity.user()
const { headers } = user
const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: user.token, maxRetries: 0 })
const messages = [{ role: 'user' as const, content: '你好' }]
const tools = [{ type: 'function' as const, function: { name: 'weather' } }]

const event = (choice: object) => `data: ${JSON.stringify({ choices: [{ index: 0, ...choice }] })}\n\n`
const delta = (members: object) => event({ delta: members })
const noEnd = { finish: { finishReason: null, done: false } }
/** A script of raw events. */
const raw = (...events: string[]) => [{ raw: `${events.join('')}data: [DONE]\n\n` }, noEnd]

t.beforeEach(() => model.reset())

/** One answer on every door: our stream, again from its store, as JSON, as plain text, and at /v1 in both kinds. */
async function everywhere(script: ReturnType<typeof raw>) {
  model.enqueue({ times: 'always', steps: script })
  const { start, events } = await ask({ message: '问' }, headers)
  const streamed = await Array.fromAsync(events)
  const again = await Array.fromAsync(await read(start.reply_id, undefined, headers))
  const plain = await ask({ message: '问', format: 'text' }, headers)
  const asText = await Array.fromAsync(plain.events)
  const { body } = await json('POST', '/api/chat', { message: '问' }, headers)
  const stored = await db
    .selectFrom('messages')
    .select(['content', 'reasoning', 'status'])
    .where('id', '=', start.message_id)
    .executeTakeFirstOrThrow()
  const stream = await client.chat.completions.stream({ model: 'agent-1', messages }).finalChatCompletion()
  const whole = await client.chat.completions.create({ model: 'agent-1', messages })
  return { start, streamed, again, asText, body, stored, stream, whole }
}

const afterReset = (events: { event: string | undefined; data: { content?: string } }[]) =>
  textOf(events.slice(events.findLastIndex((one) => one.event === 'reset') + 1))

t.test('a whole message that closes a stream is told once on every door', async (t) => {
  const got = await everywhere(
    raw(
      delta({ content: '早上' }),
      delta({ content: '好' }),
      event({ message: { role: 'assistant', content: '早上好' }, finish_reason: 'stop' }),
    ),
  )
  for (const events of [got.streamed, got.again.slice(1), got.asText]) t.equal(textOf(events), '早上好')
  t.match([got.body.response, got.stored.content], ['早上好', '早上好'])
  for (const { choices } of [got.stream, got.whole]) t.equal(choices[0]?.message.content, '早上好')
})

t.test(
  'thoughts in tags are thoughts on every door, and no part of the next question’s context',
  async (t) => {
    const pieces = ['<thi', 'nk>\n先想一想', '，再', '想\n</th', 'ink>\n\n', '答案是四。']
    const got = await everywhere(
      raw(...pieces.map((content) => delta({ content })), event({ delta: {}, finish_reason: 'stop' })),
    )
    for (const events of [got.streamed, got.again.slice(1), got.asText]) t.equal(textOf(events), '答案是四。')
    t.same(got.stored, { content: '答案是四。', reasoning: '先想一想，再想', status: 'complete' })
    t.match(got.body.data, { response: '答案是四。', reasoning: '先想一想，再想' })
    for (const { choices } of [got.stream, got.whole]) {
      t.equal(choices[0]?.message.content, '答案是四。')
      t.match(choices[0]?.message, { reasoning_content: /想/ })
    }
    const { conversation_id } = got.start
    await json('POST', '/api/chat', { message: '再问', conversation_id }, headers)
    t.notMatch(JSON.stringify(model.calls.at(-1)?.body.messages), /think|先想/)
  },
)

t.test('thoughts whose beginning is missing are void once they end, and `done` tells the text', async (t) => {
  const pieces = ['先想一想', '，再', '想\n</th', 'ink>\n\n', '答案是四。']
  const got = await everywhere(
    raw(...pieces.map((content) => delta({ content })), event({ delta: {}, finish_reason: 'stop' })),
  )
  t.equal(afterReset(got.streamed), '答案是四。')
  t.match(got.streamed.at(-1), { event: 'done', data: { text: '答案是四。', finish_reason: 'stop' } })
  t.equal(textOf(got.again.slice(1)), '答案是四。')
  t.same(got.stored, { content: '答案是四。', reasoning: '先想一想，再想', status: 'complete' })
  t.equal(got.body.response, '答案是四。')
  t.equal(got.whole.choices[0]?.message.content, '答案是四。')
})

t.test('a reply stopped while its model thinks has no text', async (t) => {
  model.enqueue(['<think>先', '想', { stall: true }])
  const { start, events } = await ask({ message: '问' }, headers)
  t.match((await events.next()).value, { event: 'reasoning' })
  await json('POST', `/api/chat-stream/${start.reply_id}/stop`, {}, headers)
  const rest = await Array.fromAsync(events)
  t.equal(textOf(rest), '')
  t.match(rest.at(-1), { event: 'done', data: { finish_reason: 'stopped' } })
})

t.test('a title is the first line after the thoughts', async (t) => {
  // A platform of its own: titles are asked for after an answer, and would take the scripts of other tests.
  const { json, identity, model } = await startTestApp(t, { settings: { TITLES: 'model' } })
  const { headers } = await identity.user()
  for (const [answer, title] of [
    ['<think>\n用户想要标题\n</think>\n周计划', '周计划'],
    ['\n\n月计划\n年计划', '月计划'],
  ] as const) {
    model.enqueue({ match: '标题', steps: [answer] }, ['好'])
    const { body } = await json('POST', '/api/chat', { message: '怎么计划？' }, headers)
    const path = `/api/conversations/${body.conversation_id}`
    await eventually(async () => (await json('GET', path, undefined, headers)).body.data.title === title)
    t.pass(title)
  }
})

t.test('an empty answer is a failure that says why, and the next question is answered', async (t) => {
  const thoughts = [{ reasoning: '想'.repeat(2_000) }, { finish: { finishReason: 'length' } }]
  const nothing = [{ finish: {} }]
  const toolCall = [
    { toolCall: { name: 'weather', arguments: '{}' } },
    { finish: { finishReason: 'tool_calls' } },
  ]
  for (const [steps, why] of [
    [thoughts, /思考/],
    [nothing, /没有写出回答/],
    [toolCall, /工具/],
  ] as const) {
    model.enqueue([...steps], [...steps])
    const { body, status } = await json('POST', '/api/chat', { message: '问' }, headers)
    t.match(
      { status, ...body },
      { status: 502, success: false, error_code: 'MODEL_EMPTY_ANSWER', message: why },
    )
    const { start, events } = await ask({ message: '问' }, headers)
    t.match((await Array.fromAsync(events)).at(-1), {
      event: 'error',
      data: { error_code: 'MODEL_EMPTY_ANSWER' },
    })
    model.enqueue(['好'])
    const { conversation_id } = start
    t.equal(
      (await json('POST', '/api/chat', { message: '再问', conversation_id }, headers)).body.response,
      '好',
    )
  }
  model.enqueue(nothing, thoughts)
  await t.rejects(client.chat.completions.create({ model: 'agent-1', messages }), {
    status: 502,
    code: 'model_empty_answer',
  })
  const { choices } = await client.chat.completions.create({ model: 'agent-1', messages })
  t.match(choices[0], { finish_reason: 'length', message: { content: '' } })
})

t.test('signatures of a whole answer reach the client at /v1, and the provider again', async (t) => {
  const tool_calls = [{ index: 0, id: 'a', type: 'function', function: { name: 'weather', arguments: '{}' } }]
  const text = (piece: string, more: object = {}) => ({
    reasoning_details: [{ type: 'reasoning.text', index: 0, text: piece, ...more }],
  })
  const script = raw(
    delta({ reasoning: '先', ...text('先') }),
    delta({ reasoning: '想', ...text('想', { signature: 'c2ln' }) }),
    delta({ tool_calls, extra_content: { google: { thought_signature: 'Z29v' } } }),
    event({ delta: {}, finish_reason: 'tool_calls' }),
  )
  model.enqueue(script, script, ['晴'])
  const params = { model: 'agent-1', messages, tools }
  const streamed = JSON.stringify(
    await Array.fromAsync(await client.chat.completions.create({ ...params, stream: true })),
  )
  for (const signature of ['c2ln', 'Z29v']) t.match(streamed, signature)
  const { choices } = await client.chat.completions.create(params)
  const message = choices[0]!.message
  const more = {
    extra_content: { google: { thought_signature: 'Z29v' } },
    reasoning_details: [{ type: 'reasoning.text', index: 0, text: '先想', signature: 'c2ln' }],
  }
  t.match(message, { ...more, reasoning_content: '先想' })
  const result = { role: 'tool' as const, tool_call_id: 'a', content: '晴' }
  await client.chat.completions.create({ ...params, messages: [...messages, message, result] })
  t.match(
    model.calls.at(-1)?.body.messages.find(({ role }) => role === 'assistant'),
    more,
  )
})

t.test(
  'tool calls have indices, ids and the provider’s own members at /v1, streamed and whole',
  async (t) => {
    const call = (id: string, city: string) => ({
      id,
      type: 'function',
      extra_content: { google: { thought_signature: 'c2ln' } },
      function: { name: 'weather', arguments: JSON.stringify({ city }) },
    })
    const script = raw(
      delta({ tool_calls: [call('call_a', '北京')] }),
      delta({ tool_calls: [call('call_b', '上海')] }),
      event({ delta: {}, finish_reason: 'stop' }),
    )
    model.enqueue(script, script, ['晴'])
    const params = { model: 'agent-1', messages, tools }
    const stream = await client.chat.completions.create({ ...params, stream: true })
    const deltas = (await Array.fromAsync(stream)).flatMap(
      ({ choices }) => choices[0]?.delta.tool_calls ?? [],
    )
    t.same(
      deltas.map(({ index, id }) => [index, id]),
      [
        [0, 'call_a'],
        [1, 'call_b'],
      ],
    )
    t.ok(deltas.every((one) => 'extra_content' in one))
    const { choices } = await client.chat.completions.create(params)
    t.equal(choices[0]?.finish_reason, 'tool_calls')
    const calls = choices[0]?.message.tool_calls ?? []
    t.same(calls, [call('call_a', '北京'), call('call_b', '上海')])
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: '晴' }))
    await client.chat.completions.create({
      ...params,
      messages: [...messages, { role: 'assistant', content: null, tool_calls: calls }, ...results],
    })
    t.match(JSON.stringify(model.calls.at(-1)?.body.messages), /thought_signature/)
  },
)
