import { workMs } from '@lingzhi/testing/held-process'
import t from 'tap'
import { generator, readAll, scripted } from '../test-models.ts'
import { readResponse } from './read-response.ts'
import { event } from './transcripts/transcript.ts'

// Characters split over packets, CRLF, comments, event names: whatever SSE allows.
t.test('an answer is read completely, however it is framed', async (t) => {
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

t.test('tool calls are passed on unchanged, streamed or not', async (t) => {
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

const written = '<tool_call>\n{"name":"weather","arguments":{"city":"西安"}}\n</tool_call>'

t.test('a call that a model wrote into its text is one only where its tool was offered', async (t) => {
  const model = await scripted(t, [written], [written], [written])
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  const tools = [{ type: 'function' as const, function: { name: 'weather' } }]
  const offered = await readAll(generate({ parameters: { tools } }))
  t.match(offered, { content: '', end: { finishReason: 'tool_calls' } })
  t.match(offered.calls, [{ function: { name: 'weather', arguments: '{"city":"西安"}' } }])
  for (const parameters of [{}, { tools, tool_choice: 'none' as const }])
    t.match(await readAll(generate({ parameters })), {
      content: written,
      calls: [],
      end: { finishReason: 'stop' },
    })
})

t.test('a call whose arguments stop in the middle is told as cut, and another as whole', async (t) => {
  const cut = { toolCall: { name: 'weather', arguments: '{"city":"西' } }
  const model = await scripted(t, [cut, { finish: { finishReason: 'stop' } }])
  const { end } = await readAll(generator(t, { LLM_BASE_URL: model.baseUrl })())
  t.equal(end?.finishReason, 'length')
})

t.test('text full of marks is read in bounded time', async (t) => {
  for (const unit of [
    '<think>a</think>',
    '<think>',
    '</think>a',
    'a `</think>` ',
    '<tool_call>{',
    '<|end|>',
    '<',
  ])
    for (const before of ['', '<think>', '<|channel|>analysis<|message|>']) {
      const ms = await workMs(() => {
        const reader = readResponse({ contentType: null, mayVoid: true, tools: new Set(['weather']) })
        for (let at = 0; at < 4_000; at++)
          reader.push(
            Buffer.from(
              event({ choices: [{ delta: { content: at === 0 ? before + unit : unit.repeat(10) } }] }),
            ),
          )
        reader.end()
      })
      t.ok(ms < 5_000, `${before}${unit}`)
    }
})
