import OpenAI from 'openai'
import t from 'tap'
import { startTestApp } from '../../test-app.ts'

const { model, identity, origin } = await startTestApp(t)
const { token } = await identity.user()
const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: token, maxRetries: 0 })
const weather = {
  type: 'function' as const,
  name: 'weather',
  parameters: { type: 'object', properties: {} },
  strict: false,
}
t.beforeEach(() => model.reset())

t.test('the official client creates a response, whole', async (t) => {
  model.enqueue([{ reasoning: '想' }, '你好', '，世界'])
  const response = await client.responses.create({
    model: 'agent-1',
    instructions: '简短',
    input: '你好',
    max_output_tokens: 50,
    text: { format: { type: 'json_object' } },
  })
  t.equal(response.output_text, '你好，世界')
  t.match(response, {
    object: 'response',
    status: 'completed',
    store: false,
    usage: { output_tokens: Number },
  })
  t.match(response.output, [
    { type: 'reasoning', summary: [{ text: '想' }] },
    { type: 'message', role: 'assistant' },
  ])
  const { body } = model.calls[0]!
  t.match(body, { max_tokens: 50, response_format: { type: 'json_object' } })
  t.match(body.messages, [
    { role: 'system', content: /\n\n简短$/ },
    { role: 'user', content: '你好' },
  ])
})

t.test('the official client streams a response, its events in order', async (t) => {
  model.enqueue([{ reasoning: '想' }, '一', '二'])
  const stream = client.responses.stream({ model: 'agent-1', input: [{ role: 'user', content: '你好' }] })
  const events = await Array.fromAsync(stream)
  t.same(
    events.map(({ type }) => type.replace('response.', '')),
    [
      ...[
        'created',
        'in_progress',
        'output_item.added',
        'reasoning_summary_part.added',
        'reasoning_summary_text.delta',
      ],
      ...[
        'reasoning_summary_text.done',
        'reasoning_summary_part.done',
        'output_item.done',
        'output_item.added',
      ],
      ...[
        'content_part.added',
        'output_text.delta',
        'output_text.delta',
        'output_text.done',
        'content_part.done',
      ],
      ...['output_item.done', 'completed'],
    ],
  )
  t.same(
    events.map(({ sequence_number }) => sequence_number),
    events.map((_, n) => n),
  )
  t.equal((await stream.finalResponse()).output_text, '一二')
})

t.test('tools are called, streamed and whole, and their results given back', async (t) => {
  const calling = [
    { toolCall: { name: 'weather', arguments: '{"city":"西安"}' } },
    { finish: { finishReason: 'tool_calls' } },
  ]
  model.enqueue(calling, calling, ['晴'])
  const params = { model: 'agent-1', input: '天气', tools: [weather] }
  const streamed = await client.responses.stream(params).finalResponse()
  const whole = await client.responses.create(params)
  for (const { output } of [streamed, whole])
    t.match(output, [
      { type: 'function_call', name: 'weather', arguments: '{"city":"西安"}', call_id: String },
    ])
  t.match(model.calls[0]?.body, { tools: [{ type: 'function', function: { name: 'weather' } }] })
  const call = whole.output[0]
  if (call?.type !== 'function_call') return t.fail('no call')
  const answered = await client.responses.create({
    ...params,
    input: [
      { role: 'user', content: [{ type: 'input_text', text: '天气' }] },
      { type: 'reasoning', id: 'rs_1', summary: [] },
      call,
      { type: 'function_call_output', call_id: call.call_id, output: '25' },
    ],
  })
  t.equal(answered.output_text, '晴')
  t.match(model.calls.at(-1)?.body.messages.slice(1), [
    { role: 'user', content: '天气' },
    { role: 'assistant', content: null, tool_calls: [{ id: call.call_id }] },
    { role: 'tool', content: '25', tool_call_id: call.call_id },
  ])
})

t.test('an answer that was cut short by its limit says so', async (t) => {
  model.enqueue(['半', { finish: { finishReason: 'length' } }])
  const response = await client.responses.create({ model: 'agent-1', input: '你好' })
  t.match(response, { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } })
})

t.test('what would need stored state, and other tools than functions, are refused by name', async (t) => {
  const refused: [object, string][] = [
    [{ previous_response_id: 'resp_1' }, 'previous_response_id'],
    [{ store: true }, 'store'],
    [{ background: true }, 'background'],
    [{ tools: [{ type: 'web_search' }] }, 'tools'],
    [{ input: [{ type: 'item_reference', id: 'x' }] }, 'input'],
    [{ input: ' ' }, 'messages'],
  ]
  for (const [more, param] of refused) {
    const asking = client.responses.create({ model: 'agent-1', input: '你好', ...more })
    t.match(await asking.catch((error: unknown) => error), { status: 400, param }, JSON.stringify(more))
  }
  model.enqueue(['好'])
  await client.responses.create({ model: 'agent-1', input: '你好', store: false })
})

t.test('a stream that the model breaks off raises an error', async (t) => {
  model.enqueue(['半', { cut: 'fin' }])
  const stream = await client.responses.create({ model: 'agent-1', input: '你好', stream: true })
  await t.rejects(Array.fromAsync(stream), { constructor: OpenAI.APIError, code: 'model_unavailable' })
})
