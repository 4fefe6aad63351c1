import OpenAI from 'openai'
import t from 'tap'
import { createModelServer } from './server.ts'

const server = createModelServer()
const baseURL = `${await server.listen()}/v1`
t.after(() => server.close())
const client = new OpenAI({ baseURL, apiKey: 'any', maxRetries: 0, timeout: 10_000 })
const messages = [{ role: 'user' as const, content: '你好，灵值' }]
const whole = await client.chat.completions.create({ model: 'm', messages })

async function collected<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const one of stream) all.push(one)
  return all
}

t.test('the official client gets a whole answer with its usage', async (t) => {
  t.match(whole.choices[0]?.message.content, '你好，灵值')
  t.equal(whole.choices[0]?.finish_reason, 'stop')
  t.equal(whole.model, 'm')
  const { prompt_tokens = 0, completion_tokens = 0, total_tokens } = whole.usage ?? {}
  t.equal(prompt_tokens, 5 + 4)
  t.equal(total_tokens, prompt_tokens + completion_tokens)
})

t.test('the official client streams the same answer in many deltas, with usage on request', async (t) => {
  const stream_options = { include_usage: true }
  const stream = await client.chat.completions.create({ model: 'm', messages, stream: true, stream_options })
  const chunks = await collected(stream)
  t.equal(chunks[0]?.choices[0]?.delta.role, 'assistant')
  const texts = chunks.map((chunk) => chunk.choices[0]?.delta.content).filter(Boolean)
  t.ok(texts.length > 100, `${texts.length} deltas`)
  t.equal(texts.join(''), whole.choices[0]?.message.content)
  t.equal(chunks.at(-2)?.choices[0]?.finish_reason, 'stop')
  t.same(chunks.at(-1)?.choices, [])
  t.same(chunks.at(-1)?.usage, whole.usage)
})

t.test('a stream gets no usage that it did not request', async (t) => {
  const chunks = await collected(await client.chat.completions.create({ model: 'm', messages, stream: true }))
  t.ok(chunks.every((chunk) => !chunk.usage))
  t.equal(chunks.at(-1)?.choices[0]?.finish_reason, 'stop')
})

t.test('the client helper puts a streamed tool call together', async (t) => {
  const parameters = { type: 'object', properties: { city: { type: 'string' } } }
  const tools = [{ type: 'function' as const, function: { name: 'weather', parameters } }]
  const params = { model: 'm', messages, tools, tool_choice: 'required' as const }
  const streamed = await client.chat.completions.stream(params).finalChatCompletion()
  const whole = await client.chat.completions.create(params)
  for (const { choices } of [streamed, whole]) {
    t.equal(choices[0]?.finish_reason, 'tool_calls')
    t.match(choices[0]?.message.tool_calls?.[0], {
      type: 'function',
      function: { name: 'weather', arguments: '{"city":"你好，灵值"}' },
    })
  }
  t.equal(whole.choices[0]?.message.content, null)
})

t.test('reasoning is streamed before the content, and counted', async (t) => {
  const params = { model: 'm', messages, stream: true as const, stream_options: { include_usage: true } }
  const chunks = await collected(await client.chat.completions.create({ ...params, reasoning_effort: 'low' }))
  const kinds = chunks.flatMap(({ choices }) => Object.keys(choices[0]?.delta ?? {}))
  t.ok(kinds.lastIndexOf('reasoning_content') < kinds.indexOf('content', 2))
  t.ok((chunks.at(-1)?.usage?.completion_tokens_details?.reasoning_tokens ?? 0) > 20)
})

t.test('the client lists the models', async (t) => {
  t.same(
    (await collected(client.models.list())).map(({ id }) => id),
    ['lingzhi-demo'],
  )
})

t.end()
