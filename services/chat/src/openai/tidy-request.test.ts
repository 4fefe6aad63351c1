import t from 'tap'
import { startTestApp } from '../test-app.ts'

const { json, model, identity, origin } = await startTestApp(t, {
  settings: { V1_TOKENS_ABOVE_AGENT: 'true' },
})
const { headers } = await identity.user()
t.beforeEach(() => model.reset())

const question = { role: 'user', content: '你好' }
const ask = (more: object) =>
  json('POST', '/v1/chat/completions', { model: 'agent-1', messages: [question], ...more }, headers)
/** The members of the request to the model that the caller's own led to. */
const sent = async (more: object) => {
  model.enqueue(['好'])
  const { status, body } = await ask(more)
  t.equal(status, 200, JSON.stringify([more, body]))
  const {
    messages: _,
    model: __,
    stream: ___,
    stream_options,
    ...members
  } = model.calls.at(-1)!.body as unknown as Record<string, unknown>
  return members
}
const tool = { type: 'function', function: { name: 'f', parameters: { type: 'object', default: null } } }

t.test('null, empty and usual values count as absent', async (t) => {
  const plain = await sent({})
  for (const more of [
    { tools: [] },
    { tools: null, tool_choice: 'none', parallel_tool_calls: false },
    { tool_choice: 'auto' },
    { max_tokens: -1 },
    { max_tokens: 0, max_completion_tokens: null },
    { stop: null },
    { stop: [] },
    { stop: '' },
    { stop: ['', null] },
    { tools: [null] },
    { temperature: null, top_p: null, n: null, stream: null, seed: null, logit_bias: {} },
    { stream: false, stream_options: null },
    { stream_options: { include_usage: null } },
    { user: '', metadata: {}, reasoning_effort: '' },
    {
      n: 1,
      logprobs: false,
      top_logprobs: 0,
      functions: [],
      function_call: null,
      audio: null,
      modalities: ['text'],
    },
    {
      response_format: { type: 'text' },
      store: true,
      service_tier: 'auto',
      prediction: { type: 'content', content: 'x' },
    },
  ])
    t.same(await sent(more), plain, JSON.stringify(more))
})

t.test('what has a meaning is passed on', async (t) => {
  t.match(
    await sent({ max_tokens: 9_999_999 }),
    { max_tokens: 1_000_000 },
    'too much is the most there can be',
  )
  t.match(await sent({ max_tokens: 7, max_completion_tokens: 9 }), { max_tokens: 9 })
  t.match(await sent({ stop: ['完', ''] }), { stop: ['完'] })
  const withTool = await sent({
    tools: [{ function: { ...tool.function, description: null, strict: null } }],
    tool_choice: 'none',
  })
  t.same(withTool.tools, [tool], 'a null within a JSON schema is no empty member')
  t.equal(withTool.tool_choice, 'none')
  const bare = await sent({ tools: [{ type: 'function', function: { name: 'f', parameters: null } }] })
  t.same(bare.tools, [{ type: 'function', function: { name: 'f' } }], 'no schema at all is none')
})

t.test('what cannot be honoured is refused with its name', async (t) => {
  const refused: [object, string][] = [
    [{ max_tokens: -5 }, 'max_tokens'],
    [{ max_tokens: 1.5 }, 'max_tokens'],
    [{ max_tokens: '100' }, 'max_tokens'],
    [{ temperature: 2.1 }, 'temperature'],
    [{ temperature: '0.7' }, 'temperature'],
    [{ n: 2 }, 'n'],
    [{ logprobs: true }, 'logprobs'],
    [{ top_logprobs: 3 }, 'top_logprobs'],
    [{ functions: [{ name: 'f' }] }, 'functions'],
    [{ modalities: ['text', 'audio'] }, 'modalities'],
    [{ audio: { voice: 'x', format: 'wav' } }, 'audio'],
    [{ web_search_options: { search_context_size: 'low' } }, 'web_search_options'],
    [{ stop: ['1', '2', '3', '4', '5'] }, 'stop'],
    [{ seed: 0.5 }, 'seed'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'user', content: ' \u200b' }] }, 'messages'],
    [{ messages: [{ role: 'user', content: '\ufff9' }] }, 'messages'],
    [{ messages: [{ role: 'assistant', content: 'hi' }] }, 'messages'],
  ]
  for (const [more, param] of refused) {
    const { status, body } = await ask(more)
    t.match(
      { status, error: body.error },
      { status: 400, error: { type: 'invalid_request_error', param } },
      JSON.stringify(more),
    )
  }
  t.equal(model.calls.length, 0)
})

t.test('of a member that may have several forms the fault of the form that was meant is told', async (t) => {
  const message = async (more: object) => (await ask(more)).body.error.message
  t.match(await message({ stop: ['1', '2', '3', '4', '5'] }), /^stop：不能超过 4 项/)
  t.match(
    await message({ messages: [{ role: 'user', content: ['你好'] }] }),
    /^messages\.0\.content\.0：应为对象/,
  )
  t.match(await message({ messages: [{ role: 'user', content: 5 }] }), /^messages\.0\.content：/)
})

t.test('a body that is nested deeper than any client’s is no failure of ours', async (t) => {
  model.enqueue(['好'])
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
  const body = `{"model":"agent-1","metadata":${deep},"messages":[{"role":"user","content":"你好"}]}`
  const type = { 'content-type': 'application/json' }
  const { status } = await fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { ...headers, ...type },
    body,
  })
  t.ok(status < 500)
})

t.test('messages of any client reach the model as one system message and turns', async (t) => {
  model.enqueue(['好'])
  const { status } = await ask({
    messages: [
      { role: 'developer', content: [{ type: 'text', text: '简短' }] },
      { role: 'assistant', content: '欢迎' },
      {
        role: 'user',
        content: [
          { type: 'text', text: '一' },
          { type: 'text', text: '二' },
        ],
      },
      { role: 'assistant', content: null, refusal: null, tool_calls: null },
      { role: 'system', content: 'JSON' },
      { role: 'user', content: '三' },
    ],
  })
  t.equal(status, 200)
  const { messages = [] } = model.calls[0]?.body ?? {}
  t.match(messages, [
    { role: 'system', content: /\n\n简短\n\nJSON$/ },
    { role: 'user', content: '一\n二\n\n三' },
  ])
  t.equal(messages.length, 2)
})

t.test('a system message alone is what is asked', async (t) => {
  model.enqueue(['好'])
  await ask({ messages: [{ role: 'system', content: '总结' }] })
  t.match(model.calls[0]?.body.messages, [
    { role: 'system', content: /灵值/ },
    { role: 'user', content: '总结' },
  ])
})
