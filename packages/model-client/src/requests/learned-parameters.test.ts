import t from 'tap'
import { manualClock } from '../calling/manual-clock.ts'
import { failureOf, generator, readAll, sampledAgent, scripted } from '../test-models.ts'

type Body = Record<string, unknown>
const refuse = (message: string, more: object = {}, status = 400) => [
  { fail: { status, body: { error: { message, ...more } } } },
]

t.test('a parameter that a model refuses is left out from then on', async (t) => {
  const named = (param: string) => refuse(`Unsupported parameter: '${param}'`, { param })
  const model = await scripted(t, named('max_tokens'), named('thinking'), ['好'], ['好'])
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  for (const _ of [1, 2]) t.equal((await readAll(generate({ modelConfig: sampledAgent }))).content, '好')
  t.equal(model.calls.length, 4)
  const { max_tokens, thinking, max_completion_tokens, temperature } = { ...model.calls[3]?.body } as Body
  t.same({ max_tokens, thinking }, { max_tokens: undefined, thinking: undefined })
  t.same({ max_completion_tokens, temperature }, { max_completion_tokens: 4096, temperature: 0.7 })
})

const window = `This model's maximum context length is 4096 tokens. However, you requested 4150 tokens (54 in the messages, 4096 in the completion). Please reduce the length of the messages or completion.`
const newer = `'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 2048 tokens and your request has 54 input tokens (4096 > 2048 - 54).`
const inLoc = {
  detail: [{ type: 'extra_forbidden', loc: ['body', 'seed'], msg: 'Extra inputs are not permitted' }],
}

/** What a provider says, and the members that change by it; `undefined` for one that is left out. */
const cases: [says: string, more: object, sent: Body, changed: Body, status?: number][] = [
  [
    'temperature and top_p cannot both be specified for this model. Please use only one.',
    {},
    {},
    { top_p: undefined },
  ],
  ['`temperature` is deprecated for this model.', {}, {}, { temperature: undefined }],
  [
    "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.",
    { param: 'temperature' },
    {},
    { temperature: undefined },
  ],
  [
    'Argument not supported on this model: presencePenalty',
    {},
    { presence_penalty: 1 },
    { presence_penalty: undefined },
  ],
  ['topP cannot be used together with temperature', {}, {}, { top_p: undefined }],
  ['Penalty is not enabled for this model', {}, { presence_penalty: 1 }, { presence_penalty: undefined }],
  [
    "create() got an unexpected keyword argument 'thinking'",
    { type: 'server_error' },
    {},
    { thinking: undefined },
    500,
  ],
  ['`max_tokens` must be greater than `thinking.budget_tokens`.', {}, {}, { thinking: undefined }],
  ["Thinking can't be disabled for this model", {}, { thinking: 'disabled' }, { thinking: undefined }],
  ['thinking.type must be enabled or disabled', {}, { thinking: 'auto' }, { thinking: undefined }],
  [
    'Reasoning is mandatory for this endpoint and cannot be disabled.',
    {},
    { thinking: 'disabled' },
    { thinking: undefined },
  ],
  ['"m" does not support thinking', {}, {}, { thinking: undefined }],
  ['该模型不支持关闭思考', {}, {}, { thinking: undefined }],
  ['Invalid value', { param: 'top_p' }, {}, { top_p: undefined }],
  ['stream_options is not allowed', {}, {}, { stream_options: undefined }],
  ['`stop`: Extra inputs are not permitted', {}, { stop: '。' }, { stop: undefined }],
  [window, {}, {}, { max_tokens: 2048 }],
  [newer, {}, {}, { max_tokens: 1024 }],
  [
    'Prompt contains 54 tokens and max_tokens is 4096, total 4150 > 4096 maximum context length',
    {},
    {},
    { max_tokens: 2048 },
  ],
  [
    "This endpoint's maximum context length is 4096 tokens. However, you requested about 4150 tokens (54 of text input, 4096 in the output).",
    {},
    {},
    { max_tokens: 2048 },
  ],
  ['max_total_tokens (4150) must be less than or equal to max_seq_len (4096)', {}, {}, { max_tokens: 2048 }],
  [
    "Requested token count exceeds the model's maximum context length of 4096 tokens. You requested a total of 4150 tokens: 54 tokens from the input messages and 4096 tokens for the completion.",
    {},
    {},
    { max_tokens: 2048 },
  ],
  [
    'Invalid request: the sum of prompt tokens and max_tokens (4150) exceeds model token limit 4096',
    {},
    {},
    { max_tokens: 2048 },
  ],
  [
    'it has a maxOutputTokens value of 4096 but the supported range is from 1 (inclusive) to 2049 (exclusive). Update the value and try again.',
    {},
    {},
    { max_tokens: 2048 },
  ],
  [
    'This request requires more credits, or fewer max_tokens. You requested up to 4096 tokens, but can only afford 1024.',
    {},
    {},
    { max_tokens: 1024 },
    402,
  ],
  ['max_tokens is too large', {}, {}, { max_tokens: undefined, max_completion_tokens: undefined }],
  ['Temperature is not available for this model', {}, {}, { temperature: undefined }],
  ['seed is not supported', {}, { seed: 3 }, { seed: undefined }],
  ['Argument not supported on this model: stop', {}, { stop: '。' }, { stop: undefined }],
  ['Unsupported parameter: temperature', { type: 'upstream_error' }, {}, { temperature: undefined }, 500],
  [
    'parameter.enable_thinking must be set to false for non-streaming calls',
    {},
    { thinking: 'enabled' },
    { thinking: undefined },
  ],
  ['The model does not support reasoning_effort', {}, { thinking: 'disabled' }, { thinking: undefined }],
  ['budget_tokens must be less than max_tokens', {}, { thinking: 'enabled' }, { thinking: undefined }],
  [
    'unknown variant `auto`, expected `enabled` or `disabled`',
    {},
    { thinking: 'auto' },
    { thinking: undefined },
  ],
  ['Range of max_tokens should be [1, 2000]', {}, {}, { max_tokens: 2000 }],
  ['Invalid max_tokens value, the valid range of max_tokens is [1, 2048]', {}, {}, { max_tokens: 2048 }],
  [
    'max_tokens: 4096 > 1000, which is the maximum allowed number of output tokens',
    {},
    {},
    { max_tokens: 1000 },
  ],
  [
    'max_tokens is too large: 4096. This model supports at most 2048 completion tokens',
    {},
    {},
    { max_tokens: 2048 },
  ],
  ['max_tokens must be less than or equal to `1024`', {}, {}, { max_tokens: 1024 }],
  [
    'input length and `max_tokens` exceed context limit: 6000 + 4096 > 8192, decrease input length or `max_tokens`',
    {},
    {},
    { max_tokens: 2192 },
  ],
  [
    "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.",
    {},
    {},
    { max_tokens: undefined, max_completion_tokens: 4096 },
  ],
  ['', inLoc, { seed: 1 }, { seed: undefined }, 422],
]

for (const [says, more, config, changed, status] of cases) {
  t.test(`one further call, then none: ${says || JSON.stringify(more)}`, async (t) => {
    const model = await scripted(t, refuse(says, more, status), ['好'], ['好'])
    const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
    const told: string[][] = []
    const modelConfig = { ...sampledAgent, ...config }
    for (const _ of [1, 2]) {
      const { content } = await readAll(generate({ modelConfig, onChanged: (names) => told.push(names) }))
      t.equal(content, '好')
    }
    t.equal(model.calls.length, 3)
    const [first, second, third] = model.calls.map(({ body }) => body as unknown as Body)
    t.same(second, JSON.parse(JSON.stringify({ ...first, ...changed })))
    t.same(third, second)
    t.same(told, [[Object.keys(changed)[0]], [Object.keys(changed)[0]]], 'the caller is told')
  })
}

t.test('a model that knows no system role gets the prompt before the question, from then on', async (t) => {
  const messages = [
    { role: 'system' as const, content: '简短。' },
    { role: 'user' as const, content: '问' },
  ]
  for (const [says, more, status] of [
    ['System role not supported', {}, 400],
    ['Jinja Exception: System role not supported', {}, 500],
    [
      "Unsupported value: 'messages[0].role' does not support 'system' with this model.",
      { param: 'messages[0].role' },
      400,
    ],
    ['Developer instruction is not enabled for models/m', {}, 400],
    ['invalid params, invalid message role: system (2013)', {}, 400],
  ] as const) {
    const model = await scripted(t, refuse(says, more, status), ['好'], ['好'])
    const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
    for (const _ of [1, 2]) t.equal((await readAll(generate({ messages }))).content, '好', says)
    t.equal(model.calls.length, 3, says)
    for (const { body } of model.calls.slice(1))
      t.same(body.messages, [{ role: 'user', content: '简短。\n\n问' }])
  }
})

t.test('what names no optional parameter is told after one call', async (t) => {
  for (const says of [
    'Invalid value',
    'messages[1].role: unknown variant `developer`, expected one of `system`, `user`, `assistant`',
    '"auto" tool choice requires --enable-auto-tool-choice; tools are not supported',
    'This response_format type is unavailable now',
  ]) {
    const model = await scripted(t, refuse(says))
    const failure = await failureOf(
      generator(t, { LLM_BASE_URL: model.baseUrl })({
        parameters: { user: 'u', response_format: { type: 'json_object' }, tools: [] },
      }),
    )
    t.match(failure, { code: 'MODEL_REJECTED', status: 502 })
    t.ok(failure.message.includes(says), failure.message)
    t.equal(model.calls.length, 1)
  }
})

t.test('further calls are bounded, and nothing is remembered that no answer confirmed', async (t) => {
  const model = await scripted(
    t,
    ...Array.from('xxxxxxxx', () => refuse('temperature, top_p, max_tokens, thinking')),
  )
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  t.equal((await failureOf(generate({ modelConfig: sampledAgent }))).code, 'MODEL_REJECTED')
  t.ok(model.calls.length <= 7, `${model.calls.length} calls`)
  const before = model.calls.length
  model.reset()
  model.enqueue(['好'])
  await readAll(generate({ modelConfig: sampledAgent }))
  t.match(
    model.calls[0]?.body,
    { temperature: 0.7, top_p: 0.9, max_tokens: 4096 },
    `after ${before} refusals`,
  )
})

t.test('what was learned is forgotten after some hours', async (t) => {
  const model = await scripted(t, refuse('`top_p` is not supported'), ['好'], ['好'])
  const clock = manualClock()
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl }, { clock })
  await readAll(generate({ modelConfig: sampledAgent }))
  clock.advance(7 * 3_600_000)
  await readAll(generate({ modelConfig: sampledAgent }))
  t.equal(({ ...model.calls[2]?.body } as Body).top_p, 0.9)
})

t.test('what a question itself may have said is remembered of its caller alone', async (t) => {
  const model = await scripted(t, refuse('Unexpected input: topP', {}, 500), ['好'], ['好'], ['好'])
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  const ask = (caller: string, content: string) =>
    readAll(generate({ modelConfig: sampledAgent, caller, messages: [{ role: 'user', content }] }))
  await ask('one', 'invalid topP')
  await ask('other', '你好')
  await ask('one', '你好')
  const sent = model.calls.map(({ body }) => (body as unknown as Body).top_p)
  t.same(sent, [0.9, undefined, 0.9, undefined])
})
