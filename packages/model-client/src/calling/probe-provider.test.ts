import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { silentLog } from '@lingzhi/testing/silent-log'
import type { Test } from 'tap'
import t from 'tap'
import { Value } from 'typebox/value'
import type { ModelSettings } from '../providers/settings.ts'
import { Settings } from '../providers/settings.ts'
import { scripted } from '../test-models.ts'
import { createGenerate } from './generate.ts'

type Respond = (response: ServerResponse, request: IncomingMessage) => void

/** A provider with these responses to the list of models and to a question, and what it was asked. */
async function provider(t: Test, list: Respond, chat: Respond = json(500, {})) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    request.resume()
    const isList = request.method === 'GET'
    asked.push(isList ? 'list' : 'question')
    ;(isList ? list : chat)(response, request)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close().closeAllConnections())
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` }
}

const json =
  (status: number, body: unknown): Respond =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
const lists = (...names: string[]) => json(200, { object: 'list', data: names.map((id) => ({ id })) })
const refuses = (status: number, message: string, code?: string) => json(status, { error: { message, code } })
const page: Respond = (response) =>
  void response
    .writeHead(404, { 'content-type': 'text/html' })
    .end('<html><title>404 Not Found</title></html>')
const answers = json(200, {
  choices: [{ index: 0, message: { role: 'assistant', content: '1' }, finish_reason: 'stop' }],
})

async function probe(t: Test, settings: Partial<ModelSettings>, otherwise?: string) {
  const config = Value.Default(Settings, {
    LLM_API_KEY: 'sk-secret-0123456789',
    ...settings,
  }) as ModelSettings
  const generate = createGenerate(config, silentLog)
  t.teardown(() => generate.close())
  const faults = await generate.probe(otherwise, new AbortController().signal)
  t.equal(generate.fault(), faults[0]?.reason, 'readiness says the same')
  return { faults, generate }
}

t.test('a provider that lists the model is asked nothing', async (t) => {
  const { asked, url } = await provider(t, lists('m', 'n'))
  t.same((await probe(t, { LLM_BASE_URL: url, LLM_MODEL: 'm' })).faults, [])
  t.same(asked, ['list'])
  t.same((await probe(t, { LLM_BASE_URL: url, LLM_MODEL: 'n' })).faults, [])
})

t.test('one without a list is asked the smallest question', async (t) => {
  for (const list of [
    page,
    refuses(404, 'no such route'),
    json(200, 'hello'),
    refuses(403, 'Missing scopes: api.model.read'),
  ]) {
    const { asked, url } = await provider(t, list, answers)
    t.same((await probe(t, { LLM_BASE_URL: url, LLM_MODEL: 'm' })).faults, [])
    t.same(asked, ['list', 'question'])
  }
})

t.test('what is wrong is told in one word, and never with the key', async (t) => {
  const cases: [string, Respond, Respond][] = [
    [
      'key',
      refuses(401, 'Incorrect API key provided: sk-secret-0123456789'),
      refuses(401, 'Incorrect API key provided: sk-secret-0123456789'),
    ],
    ['key', page, refuses(401, '无效的令牌')],
    ['credit', lists(), refuses(402, 'Insufficient Balance')],
    ['model', lists('a', 'b'), refuses(404, 'The model `m` does not exist', 'model_not_found')],
    ['address', page, page],
    ['address', json(404, { detail: 'Not Found' }), json(404, { detail: 'Not Found' })],
    ['overload', page, refuses(503, 'service overloaded')],
    [
      'region',
      page,
      refuses(403, 'Country, region, or territory not supported', 'unsupported_country_region_territory'),
    ],
  ]
  for (const [reason, list, chat] of cases) {
    const { url } = await provider(t, list, chat)
    const { faults } = await probe(t, { LLM_BASE_URL: url, LLM_MODEL: 'm' })
    t.equal(faults[0]?.reason, reason, JSON.stringify(faults))
    t.notMatch(JSON.stringify(faults), /secret/)
  }
})

t.test('a question that is refused for its own sake shows that the provider can be used', async (t) => {
  for (const chat of [
    refuses(400, 'max_tokens must be at least 16'),
    refuses(429, 'Rate limit reached'),
    refuses(400, 'content policy violation'),
  ]) {
    const { url } = await provider(t, page, chat)
    t.same((await probe(t, { LLM_BASE_URL: url, LLM_MODEL: 'm' })).faults, [])
  }
})

t.test('a model that is not served is told with those that are', async (t) => {
  const { url } = await provider(t, lists('a', 'b'), refuses(404, 'model not found', 'model_not_found'))
  const { faults } = await probe(t, { LLM_BASE_URL: url }, 'doubao-seed-1-6-251015')
  t.match(faults, [{ model: 'doubao-seed-1-6-251015', reason: 'model', serves: ['a', 'b'] }])
})

t.test('a provider that cannot be reached is told by what is in the way', async (t) => {
  const closed = createServer()
  await once(closed.listen(0, '127.0.0.1'), 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  const plain = await provider(t, page)
  const way = { LLM_MODEL: 'm' }
  const reasonOf = async (settings: Partial<ModelSettings>) =>
    (await probe(t, { ...way, ...settings })).faults[0]?.reason
  t.equal(await reasonOf({ LLM_BASE_URL: `http://127.0.0.1:${port}/v1` }), 'refused')
  t.equal(await reasonOf({ LLM_BASE_URL: 'http://no-such-host.invalid/v1' }), 'host')
  t.equal(await reasonOf({ LLM_BASE_URL: plain.url.replace('http:', 'https:') }), 'tls')
  t.equal(
    await reasonOf({ LLM_BASE_URL: 'http://api.example.com/v1', HTTP_PROXY: `http://127.0.0.1:${port}` }),
    'proxy',
  )
})

t.test('an answer, and a refusal that concerns the operator, change what readiness says', async (t) => {
  const model = await scripted(t)
  const config = Value.Default(Settings, {
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'm',
    LLM_RETRIES_MAX: 0,
  }) as ModelSettings
  const generate = createGenerate(config, silentLog)
  t.teardown(() => generate.close())
  const ask = () =>
    Array.fromAsync(
      generate({
        agentId: 1,
        modelConfig: {},
        messages: [{ role: 'user', content: '你好' }],
        userId: null,
        signal: new AbortController().signal,
      }),
    ).catch(() => {})
  model.enqueue([{ fail: { status: 401, body: { error: { message: 'Incorrect API key provided' } } } }])
  await ask()
  t.equal(generate.fault(), 'key')
  model.enqueue([{ delta: 'hello' }, { finish: {} }])
  await ask()
  t.equal(generate.fault(), undefined)
})
