import OpenAI from 'openai'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const { json, model, identity, origin } = await startTestApp(t, { settings: { LLM_RETRY_BASE_MS: 1 } })
const user = await identity.user()
const client = new OpenAI({ baseURL: `${origin}/v1`, apiKey: user.token, maxRetries: 0 })
const messages = [{ role: 'user' as const, content: '你好' }]
const ask = (stream: boolean, more: object = {}) =>
  client.chat.completions
    .create({ model: 'agent-1', messages, stream, ...more })
    .catch((error: unknown) => error)
const refuse = (error: object, status = 400) => [{ fail: { status, body: { error } } }]
const inspected = (message: string) => ({
  raw: `data: ${JSON.stringify({ error: { code: 'data_inspection_failed', message, type: 'data_inspection_failed' } })}\n\n`,
})
const nothingMore = { finish: { finishReason: null, done: false } }
t.beforeEach(() => model.reset())

t.test(
  'clients are told what they act upon: too long, forbidden content, and a faulty request',
  async (t) => {
    const tooLong = {
      message: 'the request exceeds the available context size',
      type: 'exceed_context_size_error',
    }
    for (const stream of [false, true]) {
      model.enqueue(refuse(tooLong))
      t.match(await ask(stream), { status: 400, code: 'context_length_exceeded', param: 'messages' })
      model.enqueue(refuse(tooLong))
      const response = client.responses.create({ model: 'agent-1', input: '你好', stream })
      t.match(await response.catch((error: unknown) => error), {
        status: 400,
        code: 'context_length_exceeded',
        param: 'input',
      })
      model.enqueue(refuse({ message: 'Content Exists Risk', type: 'invalid_request_error' }))
      t.match(await ask(stream), { status: 400, code: 'content_filter' })
      model.enqueue(refuse({ message: 'messages: at least one is needed' }))
      t.match(await ask(stream), { status: 400, code: 'model_rejected', message: /at least one is needed/ })
      model.enqueue(refuse({ message: 'Insufficient Balance' }, 402))
      t.match(await ask(stream), { status: 502, code: 'model_rejected' })
    }
    t.equal(model.calls.length, 10, 'nothing is sent twice')
  },
)

t.test('an answer stopped in the middle by content inspection says so', async (t) => {
  const steps = ['一', '二', inspected('Output data may contain inappropriate content.'), nothingMore]
  model.enqueue(steps, steps)
  t.match(await ask(false), { choices: [{ finish_reason: 'content_filter', message: { content: '一二' } }] })
  const stream = await client.chat.completions.create({ model: 'agent-1', messages, stream: true })
  const chunks = await Array.fromAsync(stream)
  t.equal(chunks.at(-1)?.choices[0]?.finish_reason, 'content_filter')
})

t.test('parameters that the model did not take are named in a header', async (t) => {
  for (const stream of [false, true]) {
    // The second time it is known.
    if (!stream) model.enqueue(refuse({ message: '`seed` is deprecated for this model.' }))
    model.enqueue(['好'])
    const { data, response } = await client.chat.completions
      .create({ model: 'agent-1', messages, stream, seed: 7 })
      .withResponse()
    t.equal(response.headers.get('x-lingzhi-dropped-parameters'), 'seed')
    if (Symbol.asyncIterator in data) await Array.fromAsync(data)
    model.reset()
  }
})

t.test('one person’s forbidden questions do not stop another’s, and are told in plain words', async (t) => {
  for (let time = 1; time <= 6; time++) {
    model.enqueue([inspected('Input data may contain inappropriate content.'), nothingMore])
    const { status, body } = await json('POST', '/api/chat', { message: `问${time}` }, user.headers)
    t.match(
      { status, body },
      { status: 400, body: { error_code: 'CONTENT_REFUSED', message: /不允许的内容/ } },
    )
  }
  t.equal(model.calls.length, 6, 'each was asked once')
  model.enqueue(['好'])
  const { headers } = await identity.user()
  t.match((await json('POST', '/api/chat', { message: '今天几号' }, headers)).body, { response: '好' })
})
