import { request as httpRequest } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import type { Call } from './call.ts'
import { startScriptedModel } from './scripted-model.ts'
import { createModelServer } from './server.ts'
import { ask, request } from './test-request.ts'

const body = { messages: [{ role: 'user', content: '你好' }], stream: true }

t.test('a test answers token by token, and each one arrives before the next is sent', async (t) => {
  await using model = await startScriptedModel()
  const response = request(model.baseUrl, body)
  const call = await model.nextCall()
  t.equal(call.lastUserText, '你好')
  t.equal(call.headers['content-type'], 'application/json')
  await call.open()
  const reader = (await response).body!.pipeThrough(new TextDecoderStream()).getReader()
  t.match((await reader.read()).value, '"role":"assistant"')
  for (const token of ['一', '二']) {
    await call.delta(token)
    t.match((await reader.read()).value, `"content":"${token}"`)
  }
  await call.finish()
  t.match((await reader.read()).value, '[DONE]')
  t.ok((await reader.read()).done)
  t.equal(call.state, 'finished')
})

t.test('a test may claim calls by their question, and each is given once', async (t) => {
  await using model = await startScriptedModel()
  const answers = ['甲', '乙'].map((text) => ask(model.baseUrl, text))
  const second = await model.nextCall({ match: '乙' })
  const first = await model.nextCall()
  await second.delta('2')
  await second.finish()
  await first.fail(500)
  t.same(
    (await Promise.all(answers)).map(({ status, content }) => [status, content]),
    [
      [500, ''],
      [200, '2'],
    ],
  )
  await t.rejects(model.nextCall({ timeoutMs: 1 }), /No call to claim within 1 ms/)
  await t.rejects(model.callsReach(3, { timeoutMs: 1 }), /Fewer than 3 calls within 1 ms/)
})

t.test('a caller who disconnects is noticed, and further writes do no harm', async (t) => {
  await using model = await startScriptedModel()
  const leave = new AbortController()
  const response = request(model.baseUrl, body, leave.signal)
  const call = await model.nextCall()
  await call.delta('一')
  await response
  leave.abort()
  await call.aborted
  t.equal(call.state, 'aborted')
  await call.delta('二')
  await call.finish()
  t.equal(call.state, 'aborted')
})

t.test('the demo answer stops when its reader leaves', async (t) => {
  const server = createModelServer({ charsPerSecond: 1, control: true })
  t.after(() => server.close())
  const baseUrl = `${await server.listen()}/v1`
  const leave = new AbortController()
  await request(baseUrl, body, leave.signal)
  leave.abort()
  const call = server.log.calls[0] as Call
  await call.aborted
  // Without a reader no timer would be needed, so an answer that went on would be complete by the next turn.
  await nextTurn()
  t.ok(call.answer.content.length < 20, 'a tiny part of the answer')
})

t.test('the demo answer is written at the configured pace', async (t) => {
  const clock = {
    ms: 0,
    now: () => clock.ms,
    wait: async (ms: number) => {
      clock.ms += ms
    },
  }
  const server = createModelServer({ charsPerSecond: 100, clock })
  t.after(() => server.close())
  const { content } = await ask(`${await server.listen()}/v1`, '你好')
  const dueMs = content.length * 10
  t.ok(clock.ms > dueMs - 2 && clock.ms <= dueMs, `${clock.ms} of ${dueMs} ms`)
})

t.test('a reader that stops reading holds the model back until it reads on', async (t) => {
  await using model = await startScriptedModel()
  const headers = { 'content-type': 'application/json' }
  const reader = httpRequest(`${model.baseUrl}/chat/completions`, { method: 'POST', headers })
  const response = Promise.withResolvers<NodeJS.ReadableStream>()
  reader.once('response', response.resolve)
  reader.end(JSON.stringify(body))
  const call = await model.nextCall()
  const megabyte = 'x'.repeat(1 << 20)
  let flushed: Promise<void> | undefined
  let megabytes = 0
  while (!flushed && megabytes++ < 100) flushed = call.delta(megabyte)
  t.ok(flushed, `held back after ${megabytes} MB`)
  ;(await response.promise).resume()
  await flushed
  await call.finish()
  t.equal(call.state, 'finished')
})

t.test('a call that neither script nor test takes fails with an error', async (t) => {
  await using model = await startScriptedModel({ claimWithinMs: 1 })
  const received = await ask(model.baseUrl, 'x')
  t.equal(received.status, 500)
  t.match(JSON.parse(received.text), { error: { code: 'unscripted_call' } })
})

t.test('closing ends open answers and waiting tests', async (t) => {
  const model = await startScriptedModel()
  const response = request(model.baseUrl, body)
  await (await model.nextCall()).open()
  const received = (await response).text()
  const waiting = model.nextCall()
  await Promise.all([model.close(), t.rejects(received), t.rejects(waiting, /closed/)])
})

t.test('only the newest calls are remembered', async (t) => {
  await using model = await startScriptedModel({ callsMax: 2 })
  model.enqueue({ times: 'always', steps: [] })
  for (const text of ['1', '2', '3']) await ask(model.baseUrl, text)
  t.same(
    model.calls.map((call) => call.lastUserText),
    ['2', '3'],
  )
})
