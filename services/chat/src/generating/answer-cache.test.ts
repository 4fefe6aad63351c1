import { newId } from '@lingzhi/contracts/ids'
import { testCache } from '@lingzhi/testing/test-cache'
import t from 'tap'
import type { Config } from '../config.ts'
import { answerKey, seekAnswer, storeAnswer } from './answer-cache.ts'

const config = {
  CACHE_TTL_S: 600,
  CACHE_ANSWER_CHARS_MAX: 50_000,
  CACHE_ANSWERS_MAX: 10_000,
  CACHE_BYTES_MAX: 16 * 100_000,
  REPLY_MAX_MS: 1_000,
} as Config
const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, estimated: false, cost: null }
const answer = {
  reasoning: '',
  content: '字'.repeat(10_000),
  finishReason: 'stop',
  usage,
  model: 'm',
  provider: 'p',
}

t.test('cached answers have a bound in bytes, and one user fills a part of it only', async (t) => {
  const { cache } = await testCache(t)
  const agent = { id: 1, version: 1, shared_cache: false } as never
  const keyOf = (userId: string, question: string) =>
    answerKey(agent, '', { userId, messages: [{ role: 'user', content: question }] } as never, config) ?? ''
  const has = async (key: string) => (await seekAnswer(cache, config, key, newId())).found !== undefined
  const busy = newId()
  // One whose answers lie in another part: of two users in sixteen some share one.
  let other = newId()
  while (keyOf(other, '').slice(7, 8) === keyOf(busy, '').slice(7, 8)) other = newId()
  await storeAnswer(cache, config, keyOf(other, '别人的'), answer)
  for (let n = 0; n < 60; n++) await storeAnswer(cache, config, keyOf(busy, `${n}`), answer)
  const prefix = cache.options.keyPrefix ?? ''
  let bytes = 0
  for (const key of await cache.keys(`${prefix}answer:*`))
    bytes += await cache.strlen(key.slice(prefix.length))
  t.ok(bytes < 140_000, `${bytes} bytes of two users`)
  t.ok(await has(keyOf(busy, '59')), 'the newest is there')
  t.notOk(await has(keyOf(busy, '0')), 'the oldest is not')
  t.ok(await has(keyOf(other, '别人的')), 'nobody else’s was dropped')
  await storeAnswer(cache, config, keyOf(busy, '59'), { ...answer, content: '短' })
  await storeAnswer(cache, config, keyOf(busy, '再'), answer)
  t.ok(await has(keyOf(busy, '58')), 'an answer that is stored again counts once')
})
