import { readMetric } from '@lingzhi/metrics/read-metric'
import { eventually } from '@lingzhi/testing/eventually'
import t from 'tap'
import { startTestApp } from './test-app.ts'

t.test('an answer is counted with its call, tokens, time to first token, and cache result', async (t) => {
  const { json, model, identity } = await startTestApp(t)
  const { headers } = await identity.user()
  model.enqueue(['答案'])
  const { body } = await json('POST', '/api/chat', { message: '问' }, headers)
  const provider = 'default'
  t.equal(await readMetric('lingzhi_provider_calls_total', { provider, outcome: 'answered' }), 1)
  const { prompt_tokens, completion_tokens } = body.data.usage
  t.equal(await readMetric('lingzhi_provider_tokens_total', { provider, kind: 'prompt' }), prompt_tokens)
  t.equal(
    await readMetric('lingzhi_provider_tokens_total', { provider, kind: 'completion' }),
    completion_tokens,
  )

  await json('POST', '/api/chat', { message: '问' }, headers)
  t.equal(await readMetric('lingzhi_replies_total', { outcome: 'completed' }), 2)
  t.equal(await readMetric('lingzhi_reply_first_token_seconds_count', { provider }), 1)
  t.equal(await readMetric('lingzhi_reply_first_token_seconds_count', { provider: 'cache' }), 1)
  t.equal(await readMetric('lingzhi_answer_cache_total', { result: 'miss' }), 1)
  t.equal(await readMetric('lingzhi_answer_cache_total', { result: 'hit' }), 1)
  t.equal(
    await readMetric('lingzhi_provider_calls_total', { provider }),
    1,
    'an answer from the cache makes no call',
  )
})

t.test('replies being generated and queued replies are counted while they are', async (t) => {
  const { ask, model, identity } = await startTestApp(t, { settings: { GENERATIONS_MAX: 1 } })
  const { headers } = await identity.user()
  model.enqueue({ times: 'always', steps: [{ hold: 'gate' }, '答'] })
  await ask({ message: '一' }, headers)
  await ask({ message: '二' }, headers)
  t.equal(await readMetric('lingzhi_replies_generating'), 1)
  t.equal(await readMetric('lingzhi_replies_queued'), 1)
  model.release('gate')
  await eventually(async () => (await readMetric('lingzhi_replies_queued')) === 0)
  await eventually(async () => (await readMetric('lingzhi_replies_generating')) === 0)
})
