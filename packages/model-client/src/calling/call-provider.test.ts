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

const comment = { raw: ': keep-alive\n\n' }
const empty = { raw: 'data: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n' }
const chunk = (delta: object, finish_reason: string | null = null) => ({
  raw: `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
})
const noEnd = { finish: { finishReason: null, usage: false as const, done: false } }

t.test('signs of life extend the wait for a token, up to a limit of their own', async (t) => {
  const wait = { waitMs: 120 }
  const model = await scripted(
    t,
    [comment, wait, empty, wait, comment, wait, '好', wait, comment, wait, comment, wait, '的'],
    [{ open: true }, ...Array.from({ length: 50 }, () => [comment, wait]).flat()],
  )
  const limits = {
    LLM_FIRST_TOKEN_TIMEOUT_MS: 250,
    LLM_BETWEEN_TOKENS_TIMEOUT_MS: 250,
    LLM_LIFE_TIMEOUT_MS: 700,
  }
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl, LLM_RETRIES_MAX: 0, ...limits })
  t.equal((await readAll(generate())).content, '好的')
  t.match(await failureOf(generate()), { code: 'MODEL_TIMEOUT' })
  await model.calls.at(-1)?.aborted
})

t.test('nothing extends the wait for the rest once the answer is complete', async (t) => {
  const model = await scripted(
    t,
    ['好', chunk({}, 'stop'), { repeat: { count: 1, text: ' ' } }, noEnd],
    ['好', chunk({}, 'stop'), ...Array.from({ length: 200 }, () => [comment, { waitMs: 20 }]).flat()],
  )
  const generate = generator(t, { LLM_BASE_URL: model.baseUrl, LLM_BETWEEN_TOKENS_TIMEOUT_MS: 200 })
  t.equal((await readAll(generate())).content, '好 ')
  t.match(await readAll(generate()), { content: '好', end: { finishReason: 'stop' } })
  await model.calls.at(-1)?.aborted
})

t.test(
  'text after a finish reason shows that it was none: pauses are waited for, breaks are breaks',
  async (t) => {
    const said = (content: string) => chunk({ content }, 'stop')
    const model = await scripted(
      t,
      [chunk({ reasoning_content: '想' }, 'stop'), { waitMs: 2_200 }, '好', '的'],
      [said('一'), said('二'), { waitMs: 2_200 }, said('三'), noEnd],
      [said('一'), said('二'), { cut: 'reset' }],
      [said('一'), said('二'), { stall: true }],
    )
    const generate = generator(t, { LLM_BASE_URL: model.baseUrl, LLM_RETRIES_MAX: 0 })
    t.match(await readAll(generate()), { content: '好的', reasoning: '想', end: { finishReason: 'stop' } })
    t.equal((await readAll(generate())).content, '一二三')
    t.match(await failureOf(generate()), { code: 'MODEL_UNAVAILABLE' })
    const hasty = { LLM_RETRIES_MAX: 0, LLM_BETWEEN_TOKENS_TIMEOUT_MS: 100 }
    t.match(await failureOf(generator(t, { LLM_BASE_URL: model.baseUrl, ...hasty })()), {
      code: 'MODEL_TIMEOUT',
    })
  },
)

t.test(
  'an empty answer is asked for again, unless a limit cut it, and is not held against the provider',
  async (t) => {
    const model = await scripted(
      t,
      [chunk({ content: null }, 'stop')],
      ['好'],
      { times: 8, steps: [{ finish: {} }] },
      [{ reasoning: '想' }, { finish: { finishReason: 'length' } }],
    )
    const generate = generator(t, {
      LLM_BASE_URL: model.baseUrl,
      LLM_RETRIES_MAX: 1,
      LLM_CIRCUIT_FAILURES: 2,
    })
    t.match(await readAll(generate()), { content: '好', end: { attempts: 2 } })
    for (const _ of [1, 2, 3, 4])
      t.match(await failureOf(generate()), { code: 'MODEL_EMPTY_ANSWER', status: 502 })
    t.match(await readAll(generate()), {
      content: '',
      reasoning: '想',
      end: { finishReason: 'length', attempts: 1 },
    })
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

t.test('the time that a reader takes is no silence of the model', async (t) => {
  const model = await scripted(t, ['一', '二', '三'])
  const generate = generator(t, {
    LLM_BASE_URL: model.baseUrl,
    LLM_RETRIES_MAX: 0,
    LLM_FIRST_TOKEN_TIMEOUT_MS: 2_000,
    LLM_BETWEEN_TOKENS_TIMEOUT_MS: 60,
  })
  let content = ''
  for await (const event of generate()) {
    if (event.type !== 'content') continue
    content += event.text
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
  t.equal(content, '一二三')
})
