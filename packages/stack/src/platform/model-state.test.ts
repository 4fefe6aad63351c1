import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { describeModel, modelFault } from './model-state.ts'

t.test('the banner names what answers, and settings that have no effect or are missing', async (t) => {
  t.match(describeModel({}, true), /^the built-in demo model; LLM_BASE_URL/)
  t.match(
    describeModel({ LLM_API_KEY: 'sk-1' }, true),
    /demo model, because LLM_BASE_URL is not set \(LLM_API_KEY is/,
  )
  t.match(describeModel({ LLM_MODEL: 'm' }, true), /LLM_MODEL is, and is not used/)
  const address = { LLM_BASE_URL: 'https://u:secret@api.example.com/v1?key=secret' }
  t.equal(describeModel({ ...address, LLM_MODEL: 'm' }, false), 'm at api.example.com')
  t.match(describeModel(address, false), /own model at api\.example\.com, because LLM_MODEL is not set/)
  t.match(describeModel({ LLM_PROVIDERS: '[]' }, false), /LLM_PROVIDERS/)
})

t.test('a model that cannot be used is told with its cure, once chat has tried it', async (t) => {
  const reasons = ['checking', 'checking', 'key']
  const server = createServer((_request, response) => {
    const reason = reasons.length > 1 ? reasons.shift() : reasons[0]
    response.end(JSON.stringify({ services: { chat: { checks: { model: { reason } } } } }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close().closeAllConnections())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { signal } = new AbortController()
  t.match(await modelFault(url, signal), /does not accept the key: correct LLM_API_KEY/)
  reasons[0] = 'a word of a newer version'
  t.equal(await modelFault(url, signal), undefined)
})
