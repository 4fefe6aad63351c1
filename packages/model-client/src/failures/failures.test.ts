import { startScriptedModel } from '@lingzhi/demo-model/scripted-model'
import t from 'tap'
import { failureOf, generator, scripted } from '../test-models.ts'

t.test('each cause has its code and status', async (t) => {
  const model = await scripted(t)
  const base = { LLM_BASE_URL: model.baseUrl, LLM_RETRIES_MAX: 0, LLM_CIRCUIT_FAILURES: 100 }
  const generate = generator(t, { ...base, LLM_API_KEY: 'sk-private' })
  const cases = [
    [[{ fail: { status: 500 } }], 'MODEL_UNAVAILABLE', 502],
    [[{ fail: { status: 503, retryAfter: 9 } }], 'MODEL_UNAVAILABLE', 503, 9],
    [[{ cut: 'reset' as const }], 'MODEL_UNAVAILABLE', 502],
    [[{ fail: { status: 429, retryAfter: 7 } }], 'MODEL_RATE_LIMITED', 503, 7],
    [[{ fail: { status: 429 } }], 'MODEL_RATE_LIMITED', 503, 5],
    [[{ fail: { status: 504 } }], 'MODEL_TIMEOUT', 504],
    [[{ fail: { status: 401, body: 'bad key sk-private' } }], 'MODEL_REJECTED', 502],
    [[{ fail: { status: 400 } }], 'MODEL_REJECTED', 502],
    [[{ respond: { contentType: 'text/html', body: '<html>proxy</html>' } }], 'MODEL_ERROR', 502],
    [[{ respond: {} }], 'MODEL_ERROR', 502],
    [[{ respond: { body: '{"hello":1}' } }], 'MODEL_ERROR', 502],
    [[{ respond: { body: '{"choices":[{"mess' } }], 'MODEL_ERROR', 502],
    [[{ raw: 'data: {not json}\n\n' }], 'MODEL_ERROR', 502],
    [[{ raw: 'data: [DONE]\n\n' }, { finish: { finishReason: null } }], 'MODEL_ERROR', 502],
    [[{ respond: { body: '{"error":{"message":"bad header: Bearer sk-private"}}' } }], 'MODEL_ERROR', 502],
    [['一', { error: { message: 'bad header: Bearer sk-private' } }], 'MODEL_ERROR', 502],
    [['一', { error: { message: `${'x'.repeat(264)}sk-private` } }], 'MODEL_ERROR', 502],
    [['一', { error: { message: 'overloaded' } }], 'MODEL_ERROR', 502],
    [['一', { error: { message: 'bad key sk-private' } }], 'MODEL_ERROR', 502],
    [[{ respond: { body: '{"error":{"message":"bad key sk-private"}}' } }], 'MODEL_ERROR', 502],
    [['一', { finish: { finishReason: null, done: false } }], 'MODEL_ERROR', 502],
  ] as const
  for (const [steps, code, status, retryAfterS] of cases) {
    model.enqueue([...steps])
    const failure = await failureOf(generate())
    t.match(failure, { code, status }, JSON.stringify(steps))
    t.equal(failure.options.retryAfterS, retryAfterS)
    t.notMatch(`${failure.message} ${failure.options.cause}`, /sk-p/, 'no key is shown or logged')
  }
  const closed = await startScriptedModel()
  await closed.close()
  const unreachable = generator(t, { ...base, LLM_BASE_URL: closed.baseUrl })
  t.match(await failureOf(unreachable()), { code: 'MODEL_UNAVAILABLE', status: 502 })
  t.match(await failureOf(generator(t, {})()), { code: 'MODEL_NOT_CONFIGURED', status: 503 })
})
