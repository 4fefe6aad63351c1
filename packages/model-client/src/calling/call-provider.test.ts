import { subscribe } from 'node:diagnostics_channel'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import { failureOf, generator, readAll, scripted } from '../test-models.ts'

t.test(
  'a silent model is given up by the limits for the first token, the next token and the whole answer',
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

t.test('an abort ends the provider’s call at once, during an answer and before it', async (t) => {
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

t.test('a reader who leaves ends the provider’s call', async (t) => {
  const model = await scripted(t, ['一', { stall: true }])
  for await (const event of generator(t, { LLM_BASE_URL: model.baseUrl })()) {
    t.equal(event.type, 'content')
    break
  }
  await model.calls[0]?.aborted
})

t.test('connections are reused', async (t) => {
  const model = await scripted(t, { times: 10, steps: ['一'] })
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl })
  let connected = 0
  let idle = Promise.withResolvers<void>()
  subscribe('undici:client:connected', () => connected++)
  subscribe('undici:request:trailers', () => idle.resolve())
  for (let call = 0; call < 10; call++) {
    idle = Promise.withResolvers()
    await readAll(generate())
    // An immediate next call could find the connection still busy with its last bytes; the pool takes it back one
    // turn of the loop later.
    await idle.promise
    await nextTurn()
  }
  t.equal(connected, 1)
})
