import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

const { model, identity, origin } = await startTestApp(t)
const { token } = await identity.user()
const lingzhi = createOpenAICompatible({
  name: 'lingzhi',
  baseURL: `${origin}/v1/`,
  apiKey: token,
  includeUsage: true,
})
const agent = lingzhi('agent-1')

t.test('the AI SDK works unchanged: whole and streamed', async (t) => {
  model.enqueue([{ reasoning: '想' }, '你好'], [{ reasoning: '想' }, '一', '二'])
  const whole = await generateText({ model: agent, prompt: '你好', maxRetries: 0 })
  t.match(whole, { text: '你好', reasoningText: '想', finishReason: 'stop' })
  const streamed = streamText({ model: agent, system: '简短', prompt: '你好', maxRetries: 0 })
  t.equal((await Array.fromAsync(streamed.textStream)).join(''), '一二')
  t.ok(((await streamed.usage).outputTokens ?? 0) > 0)
})

t.test('the AI SDK calls tools and gives their results back', async (t) => {
  model.enqueue(
    [
      { toolCall: { name: 'weather', arguments: '{"city":"西安"}' } },
      { finish: { finishReason: 'tool_calls' } },
    ],
    ['晴'],
  )
  const weather = tool({
    description: 'Weather',
    inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
    execute: async ({ city }) => `${city}: 25`,
  })
  const { text } = await generateText({
    model: agent,
    prompt: '天气',
    tools: { weather },
    stopWhen: stepCountIs(2),
    maxRetries: 0,
  })
  t.equal(text, '晴')
  t.match(model.calls.at(-1)?.body.messages.slice(-2), [
    { role: 'assistant', content: null, tool_calls: [{}] },
    { role: 'tool', content: /25/ },
  ])
})

t.test('a refusal has its message', async (t) => {
  await t.rejects(generateText({ model: lingzhi('gpt-4'), prompt: '你好', maxRetries: 0 }), /'gpt-4'/)
})
