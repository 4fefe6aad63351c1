import t from 'tap'
import { startTestApp } from '../test-app.ts'

const question = { role: 'user', content: '你好' }
const image = (url: unknown, type = 'image_url') => ({
  role: 'user',
  content: [
    { type: 'text', text: '看 http://10.0.0.1/ 这个' },
    { type, [type]: url },
  ],
})
const data = 'data:image/png;base64,iVBORw0KGgo='

t.test('nothing at /v1 makes a provider fetch from where it is', async (t) => {
  const { json, model, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  const ask = (message: object) =>
    json('POST', '/v1/chat/completions', { model: 'agent-1', messages: [question, message] }, headers)
  model.enqueue({ times: 'always', steps: ['好'] })
  for (const url of [data, 'https://example.com/a.png']) t.equal((await ask(image({ url }))).status, 200, url)
  t.equal((await ask(image(data))).status, 200, 'a URL that is no object')
  const calls = model.calls.length
  for (const message of [
    image({ url: 'http://169.254.169.254/latest/meta-data' }),
    image('http://169.254.169.254/'),
    image({ url: ' https://10.0.0.1/a.png' }),
    image({ url: 'https://2852039166/' }),
    image({ url: '/etc/passwd' }),
    image({ url: 'file:///etc/passwd' }, 'file'),
    image({ url: 'http://vllm:8000/' }, 'video_url'),
    image({ url: 'https://127.0.0.1.nip.io/a.png' }),
    { ...question, images: ['http://127.0.0.1/'] },
  ])
    t.match(
      await ask(message),
      { status: 400, body: { error: { param: 'messages' } } },
      JSON.stringify(message),
    )
  const input = [{ role: 'user', content: [{ type: 'input_image', image_url: 'http://10.0.0.1/' }] }]
  t.equal((await json('POST', '/v1/responses', { model: 'agent-1', input }, headers)).status, 400)
  t.equal(model.calls.length, calls)
})

t.test(
  'addresses that nobody fetches are no matter: in what an answer had beside its text, and in bytes',
  async (t) => {
    const { json, model, identity } = await startTestApp(t)
    const { headers } = await identity.user()
    model.enqueue({ times: 'always', steps: ['好'] })
    const local = 'http://127.0.0.1/'
    const answer = { role: 'assistant', content: 'a' }
    const call = { id: 'c', type: 'function', function: { name: 'f', arguments: { url: local } } }
    const result = { role: 'tool', tool_call_id: 'c', content: local }
    const mp3 = { type: 'input_audio', input_audio: { data: '//uQxAAAAAAA', format: 'mp3' } }
    const signed = { ...call, extra_content: { google: { thought_signature: '//4AAAA=' } } }
    for (const messages of [
      [
        question,
        { ...answer, annotations: [{ type: 'url_citation', url_citation: { url: local } }] },
        question,
      ],
      [question, { ...answer, reasoning_content: local }, question],
      [question, { ...answer, reasoning_details: [{ type: 'reasoning.summary', summary: local }] }, question],
      [question, { ...answer, reasoning: local, tool_calls: [signed] }, result],
      [question, { role: 'assistant', content: null, function_call: call.function }, question],
      [{ role: 'user', content: [{ type: 'text', text: '听' }, mp3] }],
    ]) {
      const { status } = await json('POST', '/v1/chat/completions', { model: 'agent-1', messages }, headers)
      t.equal(status, 200, JSON.stringify(messages))
    }
  },
)

t.test(
  'tools at /v1 are those that the caller runs, and an answer is no longer than its agent’s',
  async (t) => {
    const { json, model, identity } = await startTestApp(t)
    const { headers } = await identity.user()
    const ask = (more: object) =>
      json('POST', '/v1/chat/completions', { model: 'agent-1', messages: [question], ...more }, headers)
    model.enqueue({ times: 'always', steps: ['好'] })
    for (const type of ['retrieval', 'web_search', 'code_interpreter', 'mcp'])
      t.match(await ask({ tools: [{ type, [type]: {} }] }), {
        status: 400,
        body: { error: { param: 'tools.0.type' } },
      })
    const own = { type: 'function', function: { name: 'f' } }
    t.equal((await ask({ tools: [own], tool_choice: { type: 'web_search' } })).status, 400)
    t.equal(model.calls.length, 0)
    t.equal((await ask({ tools: [own], max_tokens: 1_000_000 })).status, 200)
    t.equal(model.calls[0]?.body.max_tokens, 4096)
    t.equal((await ask({ max_completion_tokens: 9 })).status, 200)
    t.equal(model.calls[1]?.body.max_tokens, 9)
  },
)

t.test('an operator may allow all of that', async (t) => {
  const settings = { V1_IMAGES: 'any', V1_PROVIDER_TOOLS: 'true', V1_TOKENS_ABOVE_AGENT: 'true' }
  const { json, model, identity } = await startTestApp(t, { settings })
  const { headers } = await identity.user()
  model.enqueue(['好'])
  const messages = [image({ url: 'http://10.0.0.1/a.png' })]
  const body = { model: 'agent-1', messages, max_tokens: 9_000 }
  t.match(await json('POST', '/v1/chat/completions', body, headers), { status: 200 })
  t.match(model.calls[0]?.body, { max_tokens: 9_000 })
  // The scripted model knows functions only, as a provider without such tools does.
  const search = await json(
    'POST',
    '/v1/chat/completions',
    { ...body, tools: [{ type: 'web_search' }] },
    headers,
  )
  t.not(search.body.error.param, 'tools.0.type')
})

t.test('a filter of questions looks at everything that a caller of /v1 writes', async (t) => {
  const settings = { FILTER_WORDS: '禁词', FILTER_WORDS_ACTION: 'block' }
  const { json, model, identity } = await startTestApp(t, { settings })
  const { headers } = await identity.user()
  const ask = (more: object) =>
    json('POST', '/v1/chat/completions', { model: 'agent-1', messages: [question], ...more }, headers)
  const call = { id: 'a', type: 'function', function: { name: 'f', arguments: '{"q":"\\u7981词"}' } }
  const tool = { type: 'function', function: { name: 'f', description: '禁*词*' } }
  const named = { type: 'function', function: { name: 'f', parameters: { properties: { 禁词: {} } } } }
  const schema = { name: 's', schema: { description: '禁词' } }
  for (const more of [
    { messages: [question, { role: 'assistant', content: '禁词' }, question] },
    { messages: [question, { role: 'assistant', content: null, tool_calls: [call] }, question] },
    { messages: [{ ...question, name: '禁词' }] },
    { messages: [{ role: 'user', content: [{ type: 'text', text: '禁**词**' }] }] },
    { messages: [{ role: 'user', content: ['这是禁', '**词**吗'].map((text) => ({ type: 'text', text })) }] },
    { tools: [tool] },
    { tools: [named] },
    { response_format: { type: 'json_schema', json_schema: schema } },
    { stop: ['禁词'] },
    { reasoning_effort: '禁词' },
    { user: '禁词' },
  ])
    t.match(
      await ask(more),
      { status: 400, body: { error: { code: 'content_filter' } } },
      JSON.stringify(more),
    )
  t.equal(model.calls.length, 0)
  model.enqueue(['好'])
  t.equal((await ask({ tools: [{ type: 'function', function: { name: 'f' } }] })).status, 200)
})

t.test(
  'a term that goes over two parts of a message is masked and counted, and parts without one stay apart',
  async (t) => {
    const settings = { FILTER_WORDS: '禁词,真的', FILTER_WORDS_ACTION: 'mask' }
    const { json, model, identity } = await startTestApp(t, { settings })
    const { headers } = await identity.user()
    model.enqueue({ times: 'always', steps: ['好'] })
    const parts = (...texts: string[]) => texts.map((text) => ({ type: 'text', text }))
    const sent = async (content: object[]) => {
      const messages = [{ role: 'user', content }]
      t.match(await json('POST', '/v1/chat/completions', { model: 'agent-1', messages }, headers), {
        status: 200,
      })
      return (model.calls.at(-1)!.body.messages as { content: unknown }[]).at(-1)!.content
    }
    const picture = { type: 'image_url', image_url: { url: data } }
    t.same(await sent([...parts('真的是禁', '词', '吗'), picture]), [...parts('██是██吗'), picture])
    t.same(await sent([...parts('真的是', '词', '吗'), picture]), [...parts('██是', '词', '吗'), picture])
    t.same(await sent([...parts('禁'), picture, ...parts('词')]), [...parts('禁'), picture, ...parts('词')])
  },
)
