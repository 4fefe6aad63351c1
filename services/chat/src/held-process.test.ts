import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { heldMaxMs, heldMs } from '@lingzhi/testing/held-process'
import { chinese } from '@lingzhi/testing/worst-requests'
import t from 'tap'
import { startTestApp } from './test-app.ts'

/** A model that reads its requests without looking at them: it is in this process too. It tells no usage. */
const model = createServer((request, response) => {
  request.resume().once('end', () => {
    const choices = [{ index: 0, delta: { role: 'assistant', content: '好' }, finish_reason: 'stop' }]
    response.setHeader('content-type', 'text/event-stream')
    response.end(
      `data: ${JSON.stringify({ id: 'x', object: 'chat.completion.chunk', choices })}\n\ndata: [DONE]\n\n`,
    )
  })
}).listen(0, '127.0.0.1')
await once(model, 'listening')
t.teardown(() => {
  model.closeAllConnections()
  model.close()
})

const { origin, identity, json } = await startTestApp(t, {
  settings: {
    LLM_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`,
    FILTER_WORDS: '禁词,forbidden',
    FILTER_PATTERNS: 'phone:mask,email:mask,id_card:mask',
    RATE_LIMIT_FACTOR: 100,
  },
})
const { headers } = await identity.user()

async function send(path: string, body: string | Buffer) {
  const response = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body,
  })
  await response.arrayBuffer()
  return response.status
}

const chars = (count: number, text: (n: number) => string) => {
  let all = ''
  for (let n = 0; all.length < count; n++) all += text(n)
  return all.slice(0, count)
}
const completion = (messages: object[], more: object = {}) =>
  JSON.stringify({ model: 'agent-1', messages, ...more })
const saying = (content: string) => completion([{ role: 'user', content }])
const completions = '/v1/chat/completions'
const eight = 8_000_000

// The first of each kind compiles code and loads tables.
t.before(async () => {
  await send(completions, saying('你好'))
  await send('/api/chat', JSON.stringify({ message: '你好' }))
})

const image = { type: 'image_url', image_url: { url: `data:image/png;base64,${'A'.repeat(7_000_000)}` } }
const requests: [name: string, path: string, body: string, status: number][] = [
  ['8 MB of Chinese', completions, saying(chinese(eight / 3 - 100)), 400],
  [
    '8 MB of escapes',
    completions,
    `{"model":"agent-1","messages":[{"role":"user","content":"${'\\ud83d'.repeat(1_300_000)}"}]}`,
    400,
  ],
  ['a million characters of Chinese', completions, saying(chinese(999_000)), 200],
  ['a million characters like numbers', completions, saying('138 1234 567 '.repeat(76_000)), 200],
  ['a million characters of marks', completions, saying('<think>*_['.repeat(99_000)), 200],
  [
    '2,000 messages',
    completions,
    completion(Array.from({ length: 2_000 }, () => ({ role: 'user', content: '问'.repeat(400) }))),
    200,
  ],
  [
    'an answer of thoughts',
    completions,
    completion([
      { role: 'user', content: '问' },
      { role: 'assistant', content: '<think>'.repeat(100_000) },
      { role: 'user', content: '问' },
    ]),
    200,
  ],
  [
    'an image of 7 MB',
    completions,
    completion([{ role: 'user', content: [{ type: 'text', text: '看' }, image] }]),
    200,
  ],
  ['10⁶ members', completions, `{${Array.from({ length: 500_000 }, (_, n) => `"k${n}":1`).join()}}`, 400],
  ['10⁶ values', completions, `[${'1,'.repeat(3_900_000)}1]`, 400],
  [
    '29,000 members',
    completions,
    completion([{ role: 'user', content: '问' }], {
      metadata: Object.fromEntries(Array.from({ length: 28_900 }, (_, n) => [`k${n}`, 'x'])),
    }),
    200,
  ],
  ['depth', completions, `${'['.repeat(4_000_000)}${']'.repeat(4_000_000)}`, 400],
  ['depth without an end', completions, '{"a":'.repeat(1_600_000), 400],
  ['the longest question', '/api/chat', JSON.stringify({ message: chinese(199_000) }), 200],
  [
    'the longest question of words',
    '/api/chat',
    JSON.stringify({ message: chars(199_000, (n) => `w${n} `) }),
    200,
  ],
]

for (const [name, path, body, expected] of requests) {
  t.test(`no request holds the process for more than ${heldMaxMs} ms: ${name}`, async (t) => {
    const bytes = Buffer.from(body)
    const ms = await heldMs(async () => t.equal(await send(path, bytes), expected))
    t.ok(ms <= heldMaxMs, `${Math.round(ms)} ms`)
  })
}

t.test('nor does what only reads', async (t) => {
  const found = await json(
    'GET',
    `/api/conversations?q=${encodeURIComponent('a b c d 的 一')}`,
    undefined,
    headers,
  )
  t.equal(found.status, 200)
})
