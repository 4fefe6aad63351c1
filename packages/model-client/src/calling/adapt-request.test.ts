import t from 'tap'
import type { ModelMessage, TooLong } from '../model-events.ts'
import { failureOf, generator, readAll, scripted } from '../test-models.ts'

const says = (message: string, more: object = {}) => [
  { fail: { status: 400, body: { error: { message, ...more } } } },
]
const tooLong = says("This model's maximum context length is 8192 tokens, however you requested 9120", {
  code: 'context_length_exceeded',
  param: 'messages',
})
const messages = [
  { role: 'user', content: '一' },
  { role: 'assistant', content: '二' },
  { role: 'user', content: '三' },
]

t.test('a request that is too long is shortened and sent again once', async (t) => {
  const model = await scripted(t, tooLong, ['好'], tooLong, tooLong)
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  const hints: TooLong[] = []
  const shorten = (all: readonly ModelMessage[], hint: TooLong) => {
    hints.push(hint)
    return all.slice(-1)
  }
  const { content, end } = await readAll(generate({ messages, shorten }))
  t.equal(content, '好')
  t.equal(end?.attempts, 2)
  t.same(hints, [{ limit: 8192, count: 9120 }])
  t.same(model.calls[1]?.body.messages, messages.slice(-1))
  t.match(await failureOf(generate({ messages, shorten })), { code: 'CONTEXT_LENGTH_EXCEEDED', status: 400 })
  t.equal(model.calls.length, 4)
})

t.test('without a way to shorten it, or when nothing is left to shorten, it is told', async (t) => {
  const model = await scripted(t, tooLong, tooLong)
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  for (const shorten of [undefined, () => undefined]) {
    t.match(await failureOf(generate({ messages, shorten })), {
      code: 'CONTEXT_LENGTH_EXCEEDED',
      status: 400,
    })
  }
  t.equal(model.calls.length, 2)
})

t.test(
  'an answer that content inspection stops ends with its reason; before its first word it is refused',
  async (t) => {
    const inspected = {
      raw: 'data: {"error":{"code":"data_inspection_failed","message":"Output data may contain inappropriate content."}}\n\n',
    }
    const end = { finish: { finishReason: null, done: false } }
    const model = await scripted(t, ['一', '二', inspected, end], [inspected, end])
    const generate = generator(t, {
      LLM_BASE_URL: model.baseUrl,
      LLM_CIRCUIT_FAILURES: 1,
      LLM_FALLBACK_MODELS: 'other',
    })
    const stopped = await readAll(generate())
    t.match(stopped, { content: '一二', end: { finishReason: 'content_filter', attempts: 1 } })
    t.match(await failureOf(generate()), { code: 'CONTENT_REFUSED', status: 400 })
    t.equal(model.calls.length, 2, 'nothing is retried, and no other model asked')
    model.enqueue(['好'])
    t.equal((await readAll(generate())).content, '好', 'the next person’s question is answered')
  },
)

t.test(
  'a model that refuses tools is asked without them where they are optional, and from then on',
  async (t) => {
    const refusal = says('registry.ollama.ai/library/gemma:latest does not support tools')
    const model = await scripted(t, refusal, ['好'], ['好'], refusal)
    const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
    const tools = [{ type: 'function' as const, function: { name: 'add', parameters: { type: 'object' } } }]
    const parameters = { tools, tool_choice: 'auto' as const }
    const before = [
      { role: 'user', content: '一加一' },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'add', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'a', content: '2' },
      { role: 'assistant', content: '二' },
      { role: 'user', content: '再加一' },
    ]
    const changed: string[][] = []
    const onChanged = (names: string[]) => void changed.push(names)
    const asked = { messages: before, parameters, toolsOptional: true, onChanged }
    t.equal((await readAll(generate(asked))).content, '好')
    t.equal((await readAll(generate(asked))).content, '好')
    t.same(changed, [['offered_tools'], ['offered_tools']])
    for (const { body } of model.calls.slice(1, 3)) {
      t.notOk('tools' in body || 'tool_choice' in body)
      t.same(
        (body.messages as { role: string }[]).map(({ role }) => role),
        ['user', 'assistant', 'user'],
      )
    }
    t.match(
      await failureOf(generate({ messages, parameters })),
      { status: 502 },
      'whoever needs tools is told',
    )
    t.ok('tools' in (model.calls.at(-1)?.body ?? {}))
  },
)
