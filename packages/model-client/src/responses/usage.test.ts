import t from 'tap'
import { generator, readAll, scripted } from '../test-models.ts'

t.test('usage is the provider’s, or counted and marked as an estimate', async (t) => {
  const sent = { prompt_tokens: 5, completion_tokens: 2 }
  const model = await scripted(
    t,
    ['你好', { finish: { usage: sent } }],
    ['Hello there, friend', { finish: { usage: false } }],
    ['Hello there, friend', { finish: { usage: { total_tokens: 99 } } }],
  )
  const generate = generator(t, {
    LLM_BASE_URL: model.baseUrl,
    LLM_PRICE_IN: 2,
    LLM_PRICE_OUT: 8,
    LLM_MODEL: 'm',
  })
  const exact = await readAll(generate())
  t.same(exact.end?.usage, { ...sent, total_tokens: 7, estimated: false, cost: 26e-6 })
  for (const _ of [1, 2]) {
    const { end } = await readAll(generate())
    t.match(end?.usage, { completion_tokens: 4, estimated: true })
    t.ok((end?.usage.prompt_tokens ?? 0) > 4)
  }
  const unpriced = generator(t, { LLM_BASE_URL: model.baseUrl })
  model.enqueue(['一'])
  t.equal((await readAll(unpriced())).end?.usage.cost, null)
})
