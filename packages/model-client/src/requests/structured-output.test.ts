import t from 'tap'
import { failureOf, generator, readAll, scripted } from '../test-models.ts'

const structured = {
  name: 'grade_v1',
  schema: {
    type: 'object',
    properties: { score: { type: 'integer' } },
    required: ['score'],
    additionalProperties: false,
  },
}
const messages = [
  { role: 'system', content: '你是老师' },
  { role: 'user', content: '打分' },
]
const refuse = (message: string, more: object = {}, status = 400) => [
  { fail: { status, body: { error: { message, ...more } } } },
]
const object = ['{"score":3}']

t.test('an object is asked for by its schema, strictly', async (t) => {
  const model = await scripted(t, object)
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  t.equal((await readAll(generate({ messages, structured }))).content, '{"score":3}')
  const { body } = model.calls[0]!
  t.same((body as { response_format?: unknown }).response_format, {
    type: 'json_schema',
    json_schema: { ...structured, strict: true },
  })
  t.same(body.messages, messages, 'the prompt is left as it is')
})

for (const [provider, refusal] of [
  ['DeepSeek', refuse('This response_format type is unavailable now', { type: 'invalid_request_error' })],
  ['an older server', refuse("'response_format.type' must be one of 'text', 'json_object'")],
  ['a relay that passes it on as its own fault', refuse('Unsupported: response_format json_schema', {}, 500)],
  [
    'OpenAI, of a schema that it cannot hold an answer to',
    refuse("Invalid schema for response_format 'grade_v1': …", { param: 'response_format' }),
  ],
  ['a server of one’s own', refuse('Guided decoding is not enabled', {}, 422)],
] as const)
  t.test(`${provider} refuses a schema: JSON is asked for, with the schema in the prompt`, async (t) => {
    const model = await scripted(t, refusal as never, object, object)
    const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
    const { content, end } = await readAll(generate({ messages, structured }))
    t.equal(content, '{"score":3}')
    t.equal(end?.attempts, 2)
    const { body } = model.calls[1]!
    t.same((body as { response_format?: unknown }).response_format, { type: 'json_object' })
    const prompt = String(body.messages[0]?.content)
    t.match(prompt, /^你是老师\n\n.*"score".*\nSCHEMA grade_v1$/s)
    await readAll(generate({ messages, structured }))
    t.equal(model.calls.length, 3, 'remembered: it is not refused again')
    t.match(model.calls[2]?.body, { response_format: { type: 'json_object' } })
  })

t.test('a model that takes neither is told in words; what it is refused for then is told', async (t) => {
  const no = refuse('unknown field response_format')
  const model = await scripted(t, no, no, object, refuse('schema'))
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  const question = [{ role: 'user', content: '打分' }]
  await readAll(generate({ messages: question, structured }))
  const { body } = model.calls[2]!
  t.notOk('response_format' in body)
  t.match(body.messages[0], { role: 'system', content: /SCHEMA grade_v1$/ })
  t.match(await failureOf(generate({ messages: question, structured })), { code: 'MODEL_REJECTED' })
})

t.test('a refusal of something else keeps the schema', async (t) => {
  const model = await scripted(
    t,
    refuse("Unsupported parameter: 'temperature'", { param: 'temperature' }),
    object,
  )
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  await readAll(generate({ messages, structured, modelConfig: { model: 'wanted', temperature: 0 } }))
  t.match(model.calls[1]?.body, { response_format: { type: 'json_schema' } })
  t.notOk('temperature' in model.calls[1]!.body)
})

t.test('what one caller’s words may have caused is remembered for that caller alone', async (t) => {
  const model = await scripted(t, refuse('This response_format type is unavailable now'), object, object)
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  const quoting = [{ role: 'user', content: 'response_format is unavailable' }]
  await readAll(generate({ messages: quoting, structured, caller: 'one' }))
  await readAll(generate({ messages, structured, caller: 'other' }))
  t.match(model.calls[2]?.body, { response_format: { type: 'json_schema' } })
})
