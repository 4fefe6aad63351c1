import t from 'tap'
import { generator, readAll, scripted } from '../test-models.ts'
import { manualClock } from './manual-clock.ts'

t.test('a temporary failure is retried, after the wait that the provider asks for', async (t) => {
  const model = await scripted(
    t,
    [{ fail: { status: 500 } }],
    [{ fail: { status: 429, retryAfter: 0.05 } }],
    ['好'],
  )
  const clock = manualClock()
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl }, { clock })
  const { content, restarts, end } = await readAll(generate())
  t.equal(content, '好')
  t.same(restarts, [], 'nothing had been read yet')
  t.equal(end?.attempts, 3)
  const [first = 0, second = 0] = clock.waits
  t.equal(clock.waits.length, 2)
  t.ok(first > 0 && first <= 1, `${first} ms after a failure of unknown length`)
  t.ok(second >= 50 && second <= 51, `${second} ms after a Retry-After of 50 ms`)
})

t.test('after a wait past the deadline, or a refusal, the next model is called at once', async (t) => {
  const model = await scripted(
    t,
    [{ fail: { status: 429, retryAfter: 3_000 } }],
    [{ fail: { status: 404 } }],
    ['好'],
  )
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl, LLM_FALLBACK_MODELS: 'a, b' })
  const { content, end } = await readAll(generate())
  t.equal(content, '好')
  t.match(end, { model: 'b', attempts: 3 })
  t.same(
    model.calls.map(({ body }) => body.model),
    ['wanted', 'a', 'b'],
  )
})

t.test('a cut after the first token restarts the answer and is never taken for its end', async (t) => {
  const model = await scripted(t, ['半', { cut: 'fin' }], [{ fail: { status: 500 } }], ['整个'])
  const { content, restarts, end } = await readAll(generator(t, { LLM_BASE_URL: model.baseUrl })())
  t.equal(content, '整个')
  t.same(restarts, ['MODEL_UNAVAILABLE'])
  t.equal(end?.attempts, 3)
})
