import { tool } from '@langchain/core/tools'
import { ChatOpenAI } from '@langchain/openai'
import OpenAI from 'openai'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const { app, model, identity, origin, db } = await startTestApp(t, {
  settings: { LLM_THINKING: 'reasoning_effort' },
})
const user = await identity.user()
const baseURL = `${origin}/v1`
const client = new OpenAI({ baseURL, apiKey: user.token, maxRetries: 0 })
const messages = [{ role: 'user' as const, content: '你好' }]
const weather = { city: '西安' }
const parameters = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
}
const callWeather = [
  { toolCall: { name: 'weather', arguments: JSON.stringify(weather) } },
  { finish: { finishReason: 'tool_calls' } },
]
t.beforeEach(() => model.reset())

t.test('in Azure’s flavour the deployment goes before the model of the body', async (t) => {
  // What the gateway makes of an address such as /openai/deployments/agent-1/chat/completions.
  const defaultQuery = { deployment: 'agent-1', 'api-version': '2024-10-21' }
  const azure = client.withOptions({ defaultQuery })
  for (const name of ['gpt-4o', '', undefined as unknown as string]) {
    model.enqueue(['好'])
    const answer = await azure.chat.completions.create({ model: name, messages })
    t.match(answer, { model: 'agent-1', choices: [{ message: { content: '好' } }] })
  }
})

t.test('the official client asks an agent, with its own sampling and after the agent’s prompt', async (t) => {
  model.enqueue([{ reasoning: '想' }, '你好', '，世界'])
  const whole = await client.chat.completions.create({
    model: 'agent-1',
    messages: [{ role: 'system', content: '用英文回答' }, ...messages],
    temperature: 0.1,
    max_completion_tokens: 50,
    stop: ['完'],
    reasoning_effort: 'high',
    user: 'u-1',
  })
  t.match(whole, {
    object: 'chat.completion',
    model: 'agent-1',
    choices: [
      {
        index: 0,
        finish_reason: 'stop',
        message: { role: 'assistant', content: '你好，世界', reasoning_content: '想' },
      },
    ],
    usage: { prompt_tokens: Number, completion_tokens: Number },
  })
  const { body } = model.calls[0] ?? {}
  t.match(body, { temperature: 0.1, top_p: 0.9, max_tokens: 50, stop: ['完'], user: 'u-1' })
  t.match(body, { reasoning_effort: 'high' })
  const [system, ...rest] = body?.messages ?? []
  t.match(system, { role: 'system', content: /灵值生态园[\s\S]*\n\n用英文回答$/ })
  t.match(rest, [{ role: 'user', content: '你好' }])
  t.equal(rest.length, 1)
  const stored = await db.selectFrom('conversations').select('id').execute()
  t.same(stored, [], 'nothing of the conversation is stored')
})

t.test('the official client streams, token by token, with usage on request', async (t) => {
  const stream_options = { include_usage: true }
  const asking = client.chat.completions.create({ model: '1', messages, stream: true, stream_options })
  const call = await model.nextCall()
  await call.delta('一')
  const reading = (await asking)[Symbol.asyncIterator]()
  t.equal((await reading.next()).value?.choices[0]?.delta.role, 'assistant')
  t.equal((await reading.next()).value?.choices[0]?.delta.content, '一', 'before the next is generated')
  await call.delta('二')
  await call.finish()
  const rest = await Array.fromAsync({ [Symbol.asyncIterator]: () => reading })
  t.equal(rest[0]?.choices[0]?.delta.content, '二')
  t.equal(rest[1]?.choices[0]?.finish_reason, 'stop')
  t.match(rest[2], { choices: [], usage: { completion_tokens: 2 } })
  t.equal(rest.length, 3)
})

t.test('a stream without include_usage has no usage', async (t) => {
  model.enqueue(['好'])
  const stream = await client.chat.completions.create({ model: 'agent-1', messages, stream: true })
  t.ok((await Array.fromAsync(stream)).every((chunk) => !('usage' in chunk)))
})

t.test('tools pass through to the provider and its calls back, streamed and whole', async (t) => {
  model.enqueue(callWeather, callWeather)
  const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }]
  const params = { model: 'agent-1', messages, tools, tool_choice: 'required' as const }
  const streamed = await client.chat.completions.stream(params).finalChatCompletion()
  const whole = await client.chat.completions.create(params)
  for (const { choices } of [streamed, whole]) {
    t.match(choices[0], {
      finish_reason: 'tool_calls',
      message: {
        tool_calls: [{ type: 'function', function: { name: 'weather', arguments: '{"city":"西安"}' } }],
      },
    })
  }
  t.match(model.calls[0]?.body, { tools, tool_choice: 'required' })

  model.enqueue(['晴'])
  const [call] = whole.choices[0]?.message.tool_calls ?? []
  const answered = await client.chat.completions.create({
    ...params,
    messages: [
      ...messages,
      { role: 'assistant', content: null, tool_calls: call ? [call] : [] },
      { role: 'tool', tool_call_id: call?.id ?? '', content: '晴，25 度' },
    ],
  })
  t.equal(answered.choices[0]?.message.content, '晴')
  t.match(model.calls.at(-1)?.body.messages.at(-1), { role: 'tool', tool_call_id: call?.id })
})

t.test('the models listed are the agents', async (t) => {
  const models = await Array.fromAsync(client.models.list())
  t.match(models, [{ id: 'agent-1', object: 'model', owned_by: 'lingzhi' }, { id: 'agent-2' }])
  t.equal((await client.models.retrieve('agent-2')).id, 'agent-2')
})

t.test('failures have the classes and codes that the official client knows', async (t) => {
  const ask = (body: object, asking = client) =>
    asking.chat.completions.create({ model: 'agent-1', messages, ...body }).catch((error: unknown) => error)
  t.match(await ask({ model: 'gpt-4' }), {
    constructor: OpenAI.NotFoundError,
    code: 'model_not_found',
    param: 'model',
  })
  t.match(await ask({ temperature: 9 }), { constructor: OpenAI.BadRequestError, param: 'temperature' })
  t.match(await ask({ n: 2 }), { constructor: OpenAI.BadRequestError, param: 'n' })
  t.match(await ask({ messages: [] }), { constructor: OpenAI.BadRequestError, type: 'invalid_request_error' })
  const stranger = new OpenAI({ baseURL, apiKey: 'sk-wrong', maxRetries: 0 })
  t.match(await ask({}, stranger), { constructor: OpenAI.AuthenticationError, code: 'invalid_api_key' })
  t.equal(model.calls.length, 0, 'none of it reached the model')
  for (const stream of [false, true]) {
    model.enqueue({ times: 3, steps: [{ fail: { status: 429, retryAfter: 0 } }] })
    const limited = await ask({ stream })
    t.match(limited, { status: 503, code: 'rate_limit_exceeded', type: 'server_error' })
    t.equal((limited as InstanceType<typeof OpenAI.APIError>).headers?.get('retry-after'), '0')
  }
})

t.test(
  'a model’s refusal of the request is the caller’s fault; a refusal of our access is ours',
  async (t) => {
    for (const stream of [false, true]) {
      const ask = () =>
        client.chat.completions
          .create({ model: 'agent-1', messages, stream })
          .catch((error: unknown) => error)
      model.enqueue([{ fail: { status: 400 } }])
      t.match(await ask(), { constructor: OpenAI.BadRequestError, code: 'model_rejected' })
      model.enqueue([{ fail: { status: 401 } }])
      t.match(await ask(), { status: 502, code: 'model_rejected' })
    }
  },
)

t.test('a stream that the model breaks off ends with an error, never with a finish reason', async (t) => {
  model.enqueue(['半', { cut: 'fin' }])
  const stream = await client.chat.completions.create({ model: 'agent-1', messages, stream: true })
  await t.rejects(Array.fromAsync(stream), { constructor: OpenAI.APIError, code: 'model_unavailable' })
})

t.test('a caller who leaves ends the call to the model, and does not count as our error', async (t) => {
  const errors = t.capture(app.log, 'error')
  for (const stream of [true, false]) {
    const leave = new AbortController()
    const asking = client.chat.completions.create(
      { model: 'agent-1', messages, stream },
      { signal: leave.signal },
    )
    asking.catch(() => {})
    const call = await model.nextCall()
    leave.abort()
    await call.aborted
    t.equal(call.state, 'aborted')
  }
  await client.models.list()
  t.same(errors(), [], 'by the time the next caller is answered')
})

t.test('LangChain’s ChatOpenAI works unchanged: whole, streamed, with tools', async (t) => {
  const langchain = new ChatOpenAI({
    model: 'agent-1',
    apiKey: user.token,
    maxRetries: 0,
    configuration: { baseURL },
  })
  model.enqueue(['你好，世界'], ['一', '二'], callWeather)
  const whole = await langchain.invoke('你好')
  t.equal(whole.text, '你好，世界')
  t.ok((whole.usage_metadata?.output_tokens ?? 0) > 0)
  const pieces = await Array.fromAsync(await langchain.stream('你好'))
  t.equal(pieces.map((piece) => piece.text).join(''), '一二')
  const forecast = tool(async () => '', { name: 'weather', description: 'Weather', schema: parameters })
  const called = await langchain.bindTools([forecast]).invoke('天气')
  t.match(called.tool_calls, [{ name: 'weather', args: weather }])
})

t.test(
  'a request that does not fit the model’s window is refused in OpenAI’s form, before any call',
  async (t) => {
    const { origin, model, identity } = await startTestApp(t, { settings: { LLM_CONTEXT_WINDOW: 9_000 } })
    const { token } = await identity.user()
    const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: token, maxRetries: 0 })
    const ask = (content: string) =>
      client.chat.completions.create({
        model: 'agent-1',
        messages: [{ role: 'user', content }],
        max_tokens: 1_000,
      })
    await t.rejects(ask('word '.repeat(9_000)), {
      status: 400,
      code: 'context_length_exceeded',
      type: 'invalid_request_error',
      param: 'messages',
    })
    model.enqueue(['好'])
    const { choices } = await ask('word '.repeat(5_000))
    t.equal(model.calls.at(-1)?.body.max_tokens, 1_000)
    model.enqueue(['好'])
    await client.chat.completions.create({ model: 'agent-1', messages, max_tokens: 100_000 })
    t.ok(
      Number(model.calls.at(-1)?.body.max_tokens) < 9_000,
      'a limit beyond the window is what the window leaves',
    )
    t.equal(choices[0]?.message.content, '好', 'more bytes than the window has tokens, and it fits')
  },
)
