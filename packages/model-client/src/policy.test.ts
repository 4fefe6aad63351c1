import { subscribe } from 'node:diagnostics_channel'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Cache } from '@lingzhi/cache/open-redis'
import { Problem } from '@lingzhi/contracts/problem'
import { startScriptedModel } from '@lingzhi/demo-model/scripted-model'
import { within } from '@lingzhi/runtime/within'
import { testCache } from '@lingzhi/testing/test-cache'
import t from 'tap'
import { manualClock } from './manual-clock.ts'
import type { ModelEvent } from './model-events.ts'
import { generator, readAll, scripted } from './test-models.ts'

/** The problem that reading these events to their end raises. */
async function failureOf(events: AsyncIterable<ModelEvent>): Promise<Problem> {
  const failure = await readAll(events).catch((error: unknown) => error)
  if (failure instanceof Problem) return failure
  throw new Error(`no problem was raised: ${JSON.stringify(failure)}`)
}

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
    [['一', { error: { message: 'overloaded' } }], 'MODEL_ERROR', 502],
    [['一', { finish: { finishReason: null, done: false } }], 'MODEL_ERROR', 502],
  ] as const
  for (const [steps, code, status, retryAfterS] of cases) {
    model.enqueue([...steps])
    const failure = await failureOf(generate())
    t.match(failure, { code, status }, JSON.stringify(steps))
    t.equal(failure.options.retryAfterS, retryAfterS)
    t.notMatch(`${failure.message} ${failure.options.cause}`, 'sk-private', 'no key is told or logged')
  }
  const closed = await startScriptedModel()
  await closed.close()
  const nobody = generator(t, { ...base, LLM_BASE_URL: closed.baseUrl })
  t.match(await failureOf(nobody()), { code: 'MODEL_UNAVAILABLE', status: 502 })
  t.match(await failureOf(generator(t, {})()), { code: 'MODEL_NOT_CONFIGURED', status: 503 })
})

t.test(
  'a silent model is given up at the first token, between two, and at the end of all time',
  async (t) => {
    const model = await scripted(
      t,
      [{ stall: true }],
      ['一', { stall: true }],
      ['一', { repeat: { count: 100_000, delayMs: 5 } }],
    )
    for (const limit of [
      { LLM_FIRST_TOKEN_TIMEOUT_MS: 200 },
      { LLM_BETWEEN_TOKENS_TIMEOUT_MS: 30 },
      { LLM_TOTAL_TIMEOUT_MS: 200 },
    ]) {
      const generate = generator(t, { LLM_BASE_URL: model.baseUrl, LLM_RETRIES_MAX: 0, ...limit })
      t.match(await failureOf(generate()), { code: 'MODEL_TIMEOUT', status: 504 })
      await model.calls.at(-1)?.aborted
    }
  },
)

t.test('a passing failure is retried, after the time the provider asks for', async (t) => {
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
  t.same(restarts, [], 'nobody had read anything yet')
  t.equal(end?.attempts, 3)
  const [first = 0, second = 0] = clock.waits
  t.equal(clock.waits.length, 2)
  t.ok(first > 0 && first <= 1, `${first} ms after a failure of unknown length`)
  t.ok(second >= 50 && second <= 51, `${second} ms after being told 50`)
})

t.test('a wait longer than the deadline, or a refusal, goes to the next model at once', async (t) => {
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

t.test('a cut after the first token restarts the answer, and never passes for its end', async (t) => {
  const model = await scripted(t, ['半', { cut: 'fin' }], [{ fail: { status: 500 } }], ['整个'])
  const { content, restarts, end } = await readAll(generator(t, { LLM_BASE_URL: model.baseUrl })())
  t.equal(content, '整个')
  t.same(restarts, ['MODEL_UNAVAILABLE'])
  t.equal(end?.attempts, 3)
})

t.test('an abort reaches the provider at once, while it speaks and while it is silent', async (t) => {
  const model = await scripted(t, [{ stall: true }], ['一', { stall: true }])
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  for (const count of [1, 2]) {
    const stop = new AbortController()
    const reading = readAll(generate({ signal: stop.signal })).catch((error: unknown) => error)
    const call = (await model.callsReach(count)).at(-1)
    stop.abort(new Error('stopped'))
    t.match(await reading, { message: 'stopped' })
    await call?.aborted
    t.equal(call?.state, 'aborted')
  }
})

t.test('a reader who leaves ends the provider’s work', async (t) => {
  const model = await scripted(t, ['一', { stall: true }])
  for await (const event of generator(t, { LLM_BASE_URL: model.baseUrl })()) {
    t.equal(event.type, 'content')
    break
  }
  await model.calls[0]?.aborted
})

t.test('connections are used again', async (t) => {
  const model = await scripted(t, { times: 10, steps: ['一'] })
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  let connected = 0
  let idle = Promise.withResolvers<void>()
  subscribe('undici:client:connected', () => connected++)
  subscribe('undici:request:trailers', () => idle.resolve())
  for (let call = 0; call < 10; call++) {
    idle = Promise.withResolvers()
    await readAll(generate())
    // A call that followed at once could find the connection still busy with its last bytes, and the pool
    // takes it back a turn later.
    await idle.promise
    await nextTurn()
  }
  t.equal(connected, 1)
})

/** Longer than any test takes: only the manual clock, and keys of Redis that a test ages, reach its end. */
const openMs = 60_000

/** What the passing of this time does to the keys of a provider's circuit. */
async function age(cache: Cache, provider: string, ms: number) {
  for (const what of ['failures', 'rest', 'probe']) {
    const key = `circuit:{${provider}}:${what}`
    const leftMs = await cache.pttl(key)
    if (leftMs > 0) await cache.pexpire(key, leftMs - ms)
  }
}

t.test('a busy process does not take an answer that is there for a late one', async (t) => {
  const { cache } = await testCache(t)
  const answer = within(20, cache.ping())
  for (const until = performance.now() + 60; performance.now() < until; );
  t.equal(await answer, 'PONG')
})

for (const shared of [true, false]) {
  const where = shared ? 'shared through Redis' : 'of one replica without Redis'
  t.test(`a failing provider is left alone, then probed once: ${where}`, async (t) => {
    const bad = await scripted(t, { times: 2, steps: [{ fail: { status: 500 } }] })
    const good = await scripted(t, { times: 'always', steps: ['好'] })
    const cache = shared ? (await testCache(t)).cache : undefined
    const providers = [bad, good].map(({ baseUrl }, at) => ({
      name: `p${at}`,
      base_url: baseUrl,
      models: ['wanted'],
    }))
    const settings = {
      LLM_PROVIDERS: JSON.stringify(providers),
      LLM_RETRIES_MAX: 0,
      LLM_CIRCUIT_FAILURES: 2,
      LLM_CIRCUIT_OPEN_MS: openMs,
    }
    const clock = manualClock()
    const one = generator(t, settings, { cache, clock })
    const other = shared ? generator(t, settings, { cache, clock }) : one
    t.equal((await readAll(one())).end?.provider, 'p1')
    t.equal((await readAll(other())).end?.provider, 'p1')
    t.equal((await readAll(one())).end?.attempts, 1, 'the failing one is not asked any more')
    t.equal(bad.calls.length, 2)

    bad.enqueue([{ hold: 'probe' }, '回来了'])
    clock.advance(openMs - 1)
    if (cache) await age(cache, 'p0', openMs - 1_000)
    t.equal((await readAll(one())).end?.provider, 'p1', 'until its rest is over')
    clock.advance(2)
    if (cache) await age(cache, 'p0', 1_001)
    const probe = readAll(one())
    await bad.callsReach(3)
    t.equal((await readAll(other())).end?.provider, 'p1', 'while one probes, the others stay away')
    bad.release('probe')
    t.equal((await probe).end?.provider, 'p0')
    bad.enqueue(['好了'])
    t.equal((await readAll(other())).end?.provider, 'p0', 'its success opens the way for all')
  })
}

t.test('when all are left alone, the caller learns when to come back', async (t) => {
  const model = await scripted(t, [{ fail: { status: 500 } }])
  const settings = { LLM_BASE_URL: model.baseUrl, LLM_CIRCUIT_FAILURES: 1, LLM_RETRIES_MAX: 0 }
  const clock = manualClock()
  const generate = generator(t, settings, { clock })
  await failureOf(generate())
  clock.advance(1_000)
  const failure = await failureOf(generate())
  t.match(failure, { code: 'MODEL_UNAVAILABLE', status: 503 })
  t.equal(failure.options.retryAfterS, 4)
  t.equal(model.calls.length, 1)
})
