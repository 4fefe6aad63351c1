import type { Cache } from '@lingzhi/cache/open-redis'
import { testCache } from '@lingzhi/testing/test-cache'
import t from 'tap'
import { RequestRefused } from '../failures/failures.ts'
import { failureOf, generator, readAll, scripted } from '../test-models.ts'
import { manualClock } from './manual-clock.ts'

/** Longer than any test takes: it ends only by the manual clock and by ageing keys in Redis. */
const openMs = 60_000

/** Lets `ms` milliseconds pass for the Redis keys of a provider's circuit. */
async function age(cache: Cache, provider: string, ms: number) {
  for (const what of ['failures', 'rest', 'probe']) {
    const key = `circuit:{${provider}}:${what}`
    const leftMs = await cache.pttl(key)
    if (leftMs > 0) await cache.pexpire(key, leftMs - ms)
  }
}

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
    t.equal((await readAll(one())).end?.attempts, 1, 'the failing one is no longer called')
    t.equal(bad.calls.length, 2)

    bad.enqueue([{ hold: 'probe' }, '回来了'])
    clock.advance(openMs - 1)
    if (cache) await age(cache, 'p0', openMs - 1_000)
    t.equal((await readAll(one())).end?.provider, 'p1', 'until its rest is over')
    clock.advance(2)
    if (cache) await age(cache, 'p0', 1_001)
    const probe = readAll(one())
    await bad.callsReach(3)
    t.equal((await readAll(other())).end?.provider, 'p1', 'while one replica probes, the others make no call')
    bad.release('probe')
    t.equal((await probe).end?.provider, 'p0')
    bad.enqueue(['好了'])
    t.equal((await readAll(other())).end?.provider, 'p0', 'its success closes the circuit for all')
  })
}

t.test('when every circuit is open, the caller is told when to retry', async (t) => {
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

t.test(
  'a request that cannot be written out is the caller’s fault, is not tried again and opens nothing',
  async (t) => {
    const model = await scripted(t, ['好'])
    const settings = { LLM_BASE_URL: model.baseUrl, LLM_CIRCUIT_FAILURES: 1, LLM_CIRCUIT_CALLERS: 1 }
    const generate = generator(t, settings)
    const circular: Record<string, unknown> = { type: 'function', function: { name: 'f' } }
    circular.self = circular
    const failure = await failureOf(generate({ parameters: { tools: [circular as never] } }))
    t.match(failure, { code: 'MODEL_REJECTED' })
    t.ok(failure.options.cause instanceof RequestRefused, 'which /v1 tells as a 400')
    t.equal(model.calls.length, 0)
    t.equal((await readAll(generate())).content, '好')
  },
)
