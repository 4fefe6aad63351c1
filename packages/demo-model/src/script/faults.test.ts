import t from 'tap'
import { startScriptedModel } from '../scripted-model.ts'
import { ask, request } from '../test-request.ts'

const model = await startScriptedModel()
t.after(() => model.close())
t.afterEach(() => model.reset())
const withUsage = { stream_options: { include_usage: true } }

t.test('scripts are taken in order, one call each, and the answer finishes by itself', async (t) => {
  model.enqueue(['你', '好'], ['再', '见'])
  const first = await ask(model.baseUrl, 'x', withUsage)
  t.equal(first.content, '你好')
  t.equal(first.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  t.equal(first.events.at(-1), '[DONE]')
  t.match(JSON.parse(first.events.at(-2)!), {
    usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
  })
  t.equal((await ask(model.baseUrl, 'x')).content, '再见')
  t.equal(model.scriptsLeft, 0)
})

t.test('a script with a match waits for a matching call, and may serve several', async (t) => {
  model.enqueue({ match: '标题', times: 'always', steps: ['T'] }, { times: 2, steps: ['A'] })
  t.equal((await ask(model.baseUrl, '正文')).content, 'A')
  t.equal((await ask(model.baseUrl, '给个标题')).content, 'T')
  t.equal((await ask(model.baseUrl, '又一个标题')).content, 'T')
  t.equal((await ask(model.baseUrl, '正文')).content, 'A')
  t.equal(model.scriptsLeft, 1)
})

t.test('a status code comes with its Retry-After and its body', async (t) => {
  model.enqueue([{ fail: { status: 429, retryAfter: 7 } }], [{ fail: { status: 503, body: 'go away' } }])
  const limited = await ask(model.baseUrl, 'x')
  t.equal(limited.status, 429)
  t.equal(limited.headers.get('retry-after'), '7')
  t.match(JSON.parse(limited.text), { error: { type: 'rate_limit_error', code: 'scripted_429' } })
  const down = await ask(model.baseUrl, 'x')
  t.equal(down.status, 503)
  t.equal(down.text, 'go away')
})

t.test('a cut after some deltas lets those arrive and breaks the connection', async (t) => {
  model.enqueue(['一', '二', { cut: 'fin' }, '三'])
  const received = await ask(model.baseUrl, 'x')
  t.equal(received.content, '一二')
  t.ok(received.broken)
  t.equal(model.calls[0]?.state, 'cut')
})

t.test('a cut before the first byte leaves the caller without a status', async (t) => {
  for (const how of ['fin', 'reset'] as const) {
    model.enqueue([{ cut: how }])
    await t.rejects(ask(model.baseUrl, 'x'))
  }
})

t.test('a stall sends nothing more, and a caller who gives up is noticed', async (t) => {
  model.enqueue([{ stall: true }], ['一', { stall: true }])
  for (const content of ['', '一']) {
    const leave = new AbortController()
    const body = { messages: [{ role: 'user', content: 'x' }], stream: true }
    const response = request(model.baseUrl, body, leave.signal)
    response.catch(() => {})
    const call = (await model.callsReach(content ? 2 : 1)).at(-1)!
    if (content) await response
    leave.abort()
    await call.aborted
    t.equal(call.state, 'aborted')
    t.equal(call.answer.content, content)
  }
})

t.test('an error may come inside a stream that began well', async (t) => {
  model.enqueue(['一', { error: { message: 'overloaded', code: 'server_busy' } as { message: string } }])
  const received = await ask(model.baseUrl, 'x')
  t.equal(received.status, 200)
  t.equal(received.content, '一')
  t.same(JSON.parse(received.events.at(-1)!), { error: { message: 'overloaded', code: 'server_busy' } })
})

t.test('usage, the finish chunk and [DONE] can each be missing or wrong', async (t) => {
  model.enqueue(
    ['一', { finish: { usage: false } }],
    ['一', { finish: { done: false } }],
    ['一', { finish: { finishReason: null, done: false, usage: false } }],
    ['一', { finish: { usage: { total_tokens: 99 }, finishReason: 'length' } }],
  )
  const noUsage = await ask(model.baseUrl, 'x', withUsage)
  t.notMatch(noUsage.text, 'prompt_tokens')
  t.equal(noUsage.events.at(-1), '[DONE]')
  const noDone = await ask(model.baseUrl, 'x')
  t.notMatch(noDone.text, '[DONE]')
  t.match(noDone.text, '"finish_reason":"stop"')
  const bare = await ask(model.baseUrl, 'x', withUsage)
  t.equal(bare.events.length, 2)
  t.notOk(bare.broken, 'the stream still ends properly')
  const wrong = await ask(model.baseUrl, 'x')
  t.match(wrong.text, '"usage":{"total_tokens":99}', 'sent without being requested')
  t.match(wrong.text, '"finish_reason":"length"')
})

t.test('the shape of the response need not be the requested one', async (t) => {
  model.enqueue([{ as: 'json' }, { reasoning: '想' }, '一'], [{ as: 'stream' }, '一'])
  const json = await ask(model.baseUrl, 'x')
  t.equal(json.headers.get('content-type'), 'application/json')
  t.match(JSON.parse(json.text).choices[0].message, { content: '一', reasoning_content: '想' })
  t.equal((await ask(model.baseUrl, 'x', { stream: false })).events.at(-1), '[DONE]')
})

t.test('a response need not be an answer', async (t) => {
  model.enqueue(
    [{ respond: { contentType: 'text/html', body: '<html>proxy</html>' } }],
    [{ respond: {} }],
    [{ framing: { contentType: 'text/plain' } }, '一'],
  )
  t.equal((await ask(model.baseUrl, 'x')).text, '<html>proxy</html>')
  t.equal((await ask(model.baseUrl, 'x')).bytes.length, 0)
  const mislabelled = await ask(model.baseUrl, 'x')
  t.equal(mislabelled.headers.get('content-type'), 'text/plain')
  t.equal(mislabelled.content, '一')
})

t.test('frames may end in CRLF and arrive byte by byte, with comments between them', async (t) => {
  model.enqueue([
    { framing: { newline: '\r\n', bytesPerWrite: 1 } },
    { raw: ': hello\r\n\r\n' },
    '灵',
    '值😀',
  ])
  const received = await ask(model.baseUrl, 'x')
  t.ok(received.text.startsWith(': hello\r\n\r\ndata: '))
  t.notMatch(received.text, /[^\r]\n/)
  t.equal(received.content, '灵值😀')
})

t.test('bytes that are no text are sent unchanged', async (t) => {
  model.enqueue([{ rawBase64: Buffer.from([0xe7, 0x81]).toString('base64') }, { cut: 'fin' }])
  t.same([...(await ask(model.baseUrl, 'x')).bytes], [0xe7, 0x81])
})

t.test('a script may repeat a delta, wait, and call tools', async (t) => {
  model.enqueue(
    [{ repeat: { count: 50, size: 16 } }, { waitMs: 1 }, { repeat: { count: 2, text: '好', delayMs: 0 } }],
    [{ toolCall: { name: 'f', arguments: '{"a":1}' } }, { finish: { finishReason: 'tool_calls' } }],
  )
  t.equal((await ask(model.baseUrl, 'x')).content, `${'x'.repeat(16 * 50)}好好`)
  t.match((await ask(model.baseUrl, 'x')).text, /"name":"f"[\s\S]*"finish_reason":"tool_calls"/)
})

t.test('a script waits at a gate until the test opens it, even if that came first', async (t) => {
  model.release('early')
  model.enqueue(['一', { hold: 'early' }, '二', { hold: 'late' }, '三'])
  const received = ask(model.baseUrl, 'x')
  await model.callsReach(1)
  model.release('late')
  t.equal((await received).content, '一二三')
})

t.test('the demo answer can be part of a script', async (t) => {
  model.enqueue([{ answer: true }, { finish: { done: false } }])
  const received = await ask(model.baseUrl, '你好')
  t.ok(received.content.length > 1000)
  t.notMatch(received.text, '[DONE]')
})

t.test('a misspelt script is refused by the path of its mistake', async (t) => {
  t.throws(() => model.enqueue([{ dleta: 'x' } as object]), /\/steps\/0\/dleta is unknown/)
  t.throws(() => model.enqueue([{ delta: 'x', cut: 'fin' }]), /\/steps\/0 must not have more than 1/)
  t.throws(() => model.enqueue({ steps: 'x' } as never), /\/steps must be array/)
})

t.end()
