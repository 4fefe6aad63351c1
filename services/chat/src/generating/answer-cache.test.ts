import { newId } from '@lingzhi/contracts/ids'
import { testCache } from '@lingzhi/testing/test-cache'
import t from 'tap'
import type { Config } from '../config.ts'
import { answerKey, forgetAnswersOf, seekAnswer, storeAnswer } from './answer-cache.ts'

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
  const store = (key: string, stored = answer) => storeAnswer(cache, config, key, newId(), stored)
  await store(keyOf(other, '别人的'))
  for (let n = 0; n < 60; n++) await store(keyOf(busy, `${n}`))
  const prefix = cache.options.keyPrefix ?? ''
  let bytes = 0
  for (const key of await cache.keys(`${prefix}answer:*`))
    bytes += await cache.strlen(key.slice(prefix.length))
  t.ok(bytes < 140_000, `${bytes} bytes of two users`)
  t.ok(await has(keyOf(busy, '59')), 'the newest is there')
  t.notOk(await has(keyOf(busy, '0')), 'the oldest is not')
  t.ok(await has(keyOf(other, '别人的')), 'nobody else’s was dropped')
  await store(keyOf(busy, '59'), { ...answer, content: '短' })
  await store(keyOf(busy, '再'))
  t.ok(await has(keyOf(busy, '58')), 'an answer that is stored again counts once')
})

t.test('a stored answer gives up the lead in the same step, and only its own', async (t) => {
  const { cache } = await testCache(t)
  const key = '0'.repeat(80)
  const [one, two, three] = [newId(), newId(), newId()]
  t.same(await seekAnswer(cache, config, key, one), { leader: one })
  t.same(await seekAnswer(cache, config, key, two), { leader: one })
  t.equal(await storeAnswer(cache, config, key, two, answer), true)
  await cache.del(
    (await cache.keys(`${cache.options.keyPrefix}answer:*`))[0]?.slice(cache.options.keyPrefix?.length) ?? '',
  )
  t.same(await seekAnswer(cache, config, key, two), { leader: one }, 'whoever stored did not lead')
  const long = { ...answer, content: 'x'.repeat(60_000) }
  t.equal(await storeAnswer(cache, config, key, one, long), false, 'too long: nothing is done')
  t.same(await seekAnswer(cache, config, key, two), { leader: one })
  t.equal(await storeAnswer(cache, config, key, one, answer), true)
  t.match(await seekAnswer(cache, config, key, three), { found: answer })
})

t.test('a deleted user’s answers leave room for others', async (t) => {
  const { cache } = await testCache(t)
  const agent = { id: 1, version: 1, shared_cache: false } as never
  const userId = newId()
  const keyOf = (question: string) =>
    answerKey(agent, '', { userId, messages: [{ role: 'user', content: question }] } as never, config) ?? ''
  const total = async () => {
    const [name = ''] = await cache.keys(`${cache.options.keyPrefix}answer-sizes:*`)
    return Number(await cache.hget(name.slice(cache.options.keyPrefix?.length), 'total'))
  }
  for (const question of ['一', '二']) await storeAnswer(cache, config, keyOf(question), newId(), answer)
  t.ok((await total()) > 60_000)
  await forgetAnswersOf(cache, userId)
  t.equal(await total(), 0)
  for (const question of ['一', '二'])
    t.equal((await seekAnswer(cache, config, keyOf(question), newId())).found, undefined)
  t.same(await cache.keys(`${cache.options.keyPrefix}answer:*`), [])
})
