import { createHash } from 'node:crypto'
import type { Cache } from '@lingzhi/cache/open-redis'
import type { GenerateRequest, Usage } from '@lingzhi/model-client/model-events'
import type { Agent } from '../agents/agents.queries.ts'
import type { Config } from '../config.ts'

export interface CachedAnswer {
  reasoning: string
  content: string
  finishReason: string
  usage: Usage
  model: string
  provider: string
}

/** Entries are spread over this many parts, each with its own bound, so that a cluster shares the load. */
const parts = 16

/**
 * The key of an answer: a hash of everything that shapes it. A user's answers are cached for that user alone, unless
 * the agent has `shared_cache`; a guest's only then. Undefined: do not cache.
 */
export function answerKey(
  agent: Agent,
  filtersVersion: string,
  request: GenerateRequest,
  config: Config,
): string | undefined {
  const scope = agent.shared_cache ? 'shared' : request.userId
  if (scope === null || config.CACHE_TTL_S === 0) return undefined
  const shape = [
    scope,
    agent.id,
    agent.version,
    filtersVersion,
    request.modelConfig,
    config.LLM_MODEL,
    request.messages,
  ]
  return scopeOf(scope) + createHash('sha256').update(JSON.stringify(shape)).digest('hex')
}

/** What the keys of one user's answers begin with, so that they share a part, fill no other, and can be found. */
const scopeOf = (scope: string): string =>
  scope === 'shared' ? '' : createHash('sha256').update(scope).digest('hex').slice(0, scopeChars)
const scopeChars = 16

const partOf = (key: string) => Number.parseInt(key.slice(0, 8), 16) % parts
const answerName = (key: string) => `answer:{${partOf(key)}}:${key}`
/** The sorted set of a part's keys by time of last use. */
const indexName = (key: string) => `answers:{${partOf(key)}}`
/** The bytes of each answer of a part, and their `total`. */
const sizesName = (key: string) => `answer-sizes:{${partOf(key)}}`
const flightName = (key: string) => `flight:{${partOf(key)}}:${key}`

/**
 * The cached answer, marked as used, and the reply that leads, which is the one that generates the answer: the first
 * to ask, or this one if there is none. The cache is read after taking the lead, because the former leader may just
 * have stored its answer. Without Redis nothing is found and every reply leads.
 */
export async function seekAnswer(
  cache: Cache,
  { REPLY_MAX_MS }: Pick<Config, 'REPLY_MAX_MS'>,
  key: string,
  replyId: string,
): Promise<{ found?: CachedAnswer; leader: string }> {
  const results = await cache
    .multi()
    .set(flightName(key), replyId, 'PX', REPLY_MAX_MS, 'NX')
    .get(flightName(key))
    .get(answerName(key))
    .exec()
    .catch(() => null)
  const [leader, found] = (results ?? []).slice(1).map(([, value]) => value as string | null)
  if (!found) return { leader: leader ?? replyId }
  await cache.zadd(indexName(key), 'XX', Date.now(), answerName(key)).catch(() => {})
  return { found: JSON.parse(found) as CachedAnswer, leader: leader ?? replyId }
}

/** Gives up the lead, if this reply has it. */
export async function leaveLead(cache: Cache, key: string, replyId: string): Promise<void> {
  const release = `if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end`
  await cache.eval(release, 1, flightName(key), replyId).catch(() => {})
}

/**
 * KEYS: an answer, its part's index, and its part's sizes. ARGV: the answer, seconds to keep it, now, its bytes, answers at
 * most, bytes at most. Returns the names of the least recently used answers over the bounds, which are to be deleted.
 */
const storeScript = `
local before = tonumber(redis.call('HGET', KEYS[3], ARGV[7]) or 0)
local total = redis.call('HINCRBY', KEYS[3], 'total', ARGV[4] - before)
redis.call('HSET', KEYS[3], ARGV[7], ARGV[4])
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[7])
redis.call('EXPIRE', KEYS[2], ARGV[2])
redis.call('EXPIRE', KEYS[3], ARGV[2])
local dropped = {}
while redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[5]) or total > tonumber(ARGV[6]) do
  local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
  if not oldest then break end
  total = redis.call('HINCRBY', KEYS[3], 'total', -tonumber(redis.call('HGET', KEYS[3], oldest) or 0))
  redis.call('HDEL', KEYS[3], oldest)
  dropped[#dropped + 1] = oldest
end
return dropped
`

/** Caches a complete answer and drops the least recently used ones over the bounds. */
export async function storeAnswer(cache: Cache, config: Config, key: string, answer: CachedAnswer) {
  if (answer.content.length + answer.reasoning.length > config.CACHE_ANSWER_CHARS_MAX) return
  const json = JSON.stringify(answer)
  const bytes = Buffer.byteLength(json)
  const bytesMax = Math.floor(config.CACHE_BYTES_MAX / parts)
  if (bytes > bytesMax) return
  const name = answerName(key)
  const answersMax = Math.ceil(config.CACHE_ANSWERS_MAX / parts)
  try {
    const args = [json, config.CACHE_TTL_S, Date.now(), bytes, answersMax, bytesMax, name].map(String)
    const dropped = await cache.eval(storeScript, 3, name, indexName(key), sizesName(key), ...args)
    const names = (dropped as unknown[]).map((one) => `${one}`)
    if (names.length > 0) await cache.del(...names)
  } catch {
    // Redis is away: the next question calls the model again.
  }
}

/** Removes a deleted user's answers. */
export async function forgetAnswersOf(cache: Cache, userId: string): Promise<void> {
  const scope = scopeOf(userId)
  const names = await cache.zrange(indexName(scope), '0', '-1')
  const theirs = names.filter((name) => name.startsWith(answerName(scope)))
  if (theirs.length === 0) return
  await cache.zrem(indexName(scope), ...theirs)
  await cache.del(...theirs)
}
