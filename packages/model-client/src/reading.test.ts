import t from 'tap'
import { generator, readAll, scripted } from './test-models.ts'

// A character cut in two by a packet, CRLF, comments, an event name: whatever SSE allows.
t.test('an answer is read whole however it is framed', async (t) => {
  const model = await scripted(
    t,
    [
      { framing: { newline: '\r\n', bytesPerWrite: 1 } },
      { raw: ': thinking\r\n\r\n' },
      { reasoning: '想' },
      '灵',
      '值😀',
    ],
    [{ framing: { newline: '\r', contentType: 'text/plain' } }, '灵值😀'],
    [{ as: 'json' }, { reasoning: '想' }, '灵值😀'],
    ['灵值😀', { finish: { done: false } }],
    ['灵值😀', { finish: { finishReason: null } }],
    ['灵值😀', { finish: { done: false, usage: false } }],
    // The last event without its blank line, and connections that break after the finish reason.
    [
      {
        raw: 'data: {"choices":[{"delta":{"content":[{"type":"text","text":"灵值😀"}]},"finish_reason":"stop"}]}',
      },
      { finish: { finishReason: null, usage: false, done: false } },
    ],
    [
      {
        raw: 'data: {"choices":[{"message":{"reasoning":"想","content":"灵值😀"},"finish_reason":"stop"}]}\n\n',
      },
      { cut: 'fin' },
    ],
  )
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl, LLM_RETRIES_MAX: 0 })
  while (model.scriptsLeft > 0) {
    const left = model.scriptsLeft
    const { content, reasoning, end } = await readAll(generate())
    t.equal(content, '灵值😀', `${left} scripts before the last`)
    if ([8, 6, 1].includes(left)) t.equal(reasoning, '想')
    t.match(end, { finishReason: 'stop', model: 'wanted', provider: 'default', attempts: 1 })
  }
})

t.test('usage is the provider’s, or counted and said to be an estimate', async (t) => {
  const told = { prompt_tokens: 5, completion_tokens: 2 }
  const model = await scripted(
    t,
    ['你好', { finish: { usage: told } }],
    ['Hello there, friend', { finish: { usage: false } }],
    ['Hello there, friend', { finish: { usage: { total_tokens: 99 } } }],
  )
  const generate = generator(t, {
    LLM_BASE_URL: model.baseUrl,
    LLM_PRICE_IN: 2,
    LLM_PRICE_OUT: 8,
    LLM_MODEL: 'm',
  })
  const exact = await readAll(generate())
  t.same(exact.end?.usage, { ...told, total_tokens: 7, estimated: false, cost: 26e-6 })
  for (const _ of [1, 2]) {
    const { end } = await readAll(generate())
    t.match(end?.usage, { completion_tokens: 4, estimated: true })
    t.ok((end?.usage.prompt_tokens ?? 0) > 4)
  }
  const unpriced = generator(t, { LLM_BASE_URL: model.baseUrl })
  model.enqueue(['一'])
  t.equal((await readAll(unpriced())).end?.usage.cost, null)
})

t.test('tool calls are passed on as they come, streamed or not', async (t) => {
  const call = { name: 'weather', arguments: '{"city":"西安"}' }
  const steps = [{ toolCall: call }, { finish: { finishReason: 'tool_calls' } }]
  const model = await scripted(t, steps, [{ as: 'json' as const }, ...steps])
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  const tools = [{ type: 'function' as const, function: { name: 'weather' } }]
  for (const _ of ['streamed', 'whole']) {
    const { calls, end } = await readAll(generate({ parameters: { tools } }))
    const deltas = calls as { index: number; function?: { name?: string; arguments?: string } }[]
    t.ok(deltas.every(({ index }) => index === 0))
    t.equal(deltas.map((delta) => delta.function?.arguments ?? '').join(''), call.arguments)
    t.equal(deltas.find((delta) => delta.function?.name)?.function?.name, 'weather')
    t.equal(end?.finishReason, 'tool_calls')
  }
  t.same(model.calls[0]?.body.tools, tools)
})

t.test('a long run without spaces is counted in bounded time', async (t) => {
  const model = await scripted(t, [{ repeat: { count: 40, size: 4_000 } }, { finish: { usage: false } }])
  const { end } = await readAll(generator(t, { LLM_BASE_URL: model.baseUrl })())
  t.ok((end?.usage.completion_tokens ?? 0) > 10_000)
})
