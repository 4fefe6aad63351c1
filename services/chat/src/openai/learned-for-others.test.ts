import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { startTestApp } from '../test-app.ts'

type Body = Record<string, unknown> & { temperature?: number }
const seen: Body[] = []

/** Refuses the choice of a tool it was not given, and temperatures above 1, and reads its input out, as pydantic does. */
const provider = createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString()) as Body
  seen.push(body)
  const fault = body.tool_choice
    ? `Unknown tool in tool_choice. input: ${JSON.stringify(body)}`
    : (body.temperature ?? 0) > 1
      ? 'temperature: Input should be less than or equal to 1'
      : undefined
  if (fault) {
    response.writeHead(400, { 'content-type': 'application/json' })
    return response.end(
      JSON.stringify({ error: { message: fault, type: 'invalid_request_error', input: body } }),
    )
  }
  const choices = [{ index: 0, delta: { role: 'assistant', content: '好' }, finish_reason: 'stop' }]
  response.setHeader('content-type', 'text/event-stream')
  response.end(
    `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices })}\n\ndata: [DONE]\n\n`,
  )
}).listen(0, '127.0.0.1')
await once(provider, 'listening')
t.teardown(() => {
  provider.closeAllConnections()
  provider.close()
})
const { json, identity } = await startTestApp(t, {
  settings: { LLM_BASE_URL: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/v1` },
})
const [one, other] = [await identity.user(), await identity.user()]
const tools = [{ type: 'function', function: { name: 'look_up', parameters: { type: 'object' } } }]
const complete = (more: object) =>
  json(
    'POST',
    '/v1/chat/completions',
    { model: 'agent-1', messages: [{ role: 'user', content: 'x' }], ...more },
    one.headers,
  )
let questions = 0
const sentForOther = async () => {
  await json('POST', '/api/chat', { message: `你好 ${++questions}` }, other.headers)
  const { messages: _, ...rest } = seen.at(-1) as Body
  return rest
}

t.test('a caller whose words a provider reads out changes nothing of what others send', async (t) => {
  const before = await sentForOther()
  t.match(before, { temperature: Number, max_tokens: Number, stream: true })
  for (const name of ['temperature', 'max_tokens', 'top_p', 'thinking', 'stream_options', 'stream'])
    t.equal(
      (await complete({ tools, tool_choice: { type: 'function', function: { name } } })).status,
      400,
      name,
    )
  t.same(await sentForOther(), before)
})

t.test('nor does one whose own value is refused, who is not refused twice', async (t) => {
  const before = await sentForOther()
  t.equal((await complete({ temperature: 2 })).status, 200)
  t.same(await sentForOther(), before)
  const calls = seen.length
  t.equal((await complete({ temperature: 2 })).status, 200)
  t.equal(seen.length, calls + 1, 'it is known of this caller')
})
