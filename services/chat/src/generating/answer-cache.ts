import { createHash } from 'node:crypto'
import { defineScript } from '@lingzhi/cache/define-script'
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
 * Now, by the one clock of all replicas and in microseconds: of answers that are used in the same millisecond it is known which was
 * last. As a text, since Lua writes so large a number with an exponent.
 */
const now = `
local time = redis.call('TIME')
local now = time[1] .. string.format('%06d', tonumber(time[2]))`

/** KEYS: flight, answer, index. ARGV: the reply, ms to lead, the answer's name. Returns the leader and the answer. */
const seek = defineScript(
  'seekAnswer',
  `${now}
local found = redis.call('GET', KEYS[2])
if found then
  redis.call('ZADD', KEYS[3], 'XX', now, ARGV[3])
  return { false, found }
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2], 'NX')
return { redis.call('GET', KEYS[1]), false }`,
)

/**
 * The cached answer, marked as used; without one, the reply that leads, which is the one that generates the answer: the first
 * to ask, or this one if there is none. Both in one step, because a former leader may just have stored its answer. Without
 * Redis nothing is found and every reply leads.
 */
export async function seekAnswer(
  cache: Cache,
  { REPLY_MAX_MS }: Pick<Config, 'REPLY_MAX_MS'>,
  key: string,
  replyId: string,
): Promise<{ found: CachedAnswer } | { found?: undefined; leader: string }> {
  const name = answerName(key)
  const args = [replyId, REPLY_MAX_MS, name]
  const result = await seek(cache, [flightName(key), name, indexName(key)], args).catch(() => [])
  const [leader, found] = result as (string | null | undefined)[]
  return found ? { found: JSON.parse(found) as CachedAnswer } : { leader: leader ?? replyId }
}

const release = defineScript(
  'leaveLead',
  `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`,
)

/** Gives up the lead, if this reply has it. */
export async function leaveLead(cache: Cache, key: string, replyId: string): Promise<void> {
  await release(cache, [flightName(key)], [replyId]).catch(() => {})
}

/**
 * KEYS: an answer, its part's index and sizes, and its flight. ARGV: the answer's name, itself, seconds to keep it, its
 * bytes, answers at most, bytes at most, the leader. What is dropped shares the answer's hash tag and prefix.
 */
const store = defineScript(
  'storeAnswer',
  `${now}
local name = ARGV[1]
local prefix = string.sub(KEYS[1], 1, #KEYS[1] - #name)
local before = tonumber(redis.call('HGET', KEYS[3], name) or 0)
local total = redis.call('HINCRBY', KEYS[3], 'total', ARGV[4] - before)
redis.call('HSET', KEYS[3], name, ARGV[4])
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
redis.call('ZADD', KEYS[2], now, name)
redis.call('EXPIRE', KEYS[2], ARGV[3])
redis.call('EXPIRE', KEYS[3], ARGV[3])
while redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[5]) or total > tonumber(ARGV[6]) do
  local oldest = redis.call('ZPOPMIN', KEYS[2])[1]
  if not oldest then break end
  total = redis.call('HINCRBY', KEYS[3], 'total', -tonumber(redis.call('HGET', KEYS[3], oldest) or 0))
  redis.call('HDEL', KEYS[3], oldest)
  redis.call('DEL', prefix .. oldest)
end
if redis.call('GET', KEYS[4]) == ARGV[7] then redis.call('DEL', KEYS[4]) end`,
)

/**
 * Caches a complete answer, drops the least recently used ones over the bounds, and gives up the lead. False, with nothing
 * done, when it is too long, and when Redis is away: the next question calls the model again.
 */
export async function storeAnswer(
  cache: Cache,
  config: Config,
  key: string,
  leader: string,
  answer: CachedAnswer,
): Promise<boolean> {
  if (answer.content.length + answer.reasoning.length > config.CACHE_ANSWER_CHARS_MAX) return false
  const json = JSON.stringify(answer)
  const bytes = Buffer.byteLength(json)
  const bytesMax = Math.floor(config.CACHE_BYTES_MAX / parts)
  if (bytes > bytesMax) return false
  const name = answerName(key)
  const answersMax = Math.ceil(config.CACHE_ANSWERS_MAX / parts)
  const keys = [name, indexName(key), sizesName(key), flightName(key)]
  const args = [name, json, config.CACHE_TTL_S, bytes, answersMax, bytesMax, leader]
  return store(cache, keys, args).then(
    () => true,
    () => false,
  )
}

/** KEYS: a part's index and sizes, then answers. ARGV: the answers' names. */
const forget = defineScript(
  'forgetAnswers',
  `
for n, name in ipairs(ARGV) do
  redis.call('DEL', KEYS[n + 2])
  redis.call('ZREM', KEYS[1], name)
  redis.call('HINCRBY', KEYS[2], 'total', -tonumber(redis.call('HGET', KEYS[2], name) or 0))
  redis.call('HDEL', KEYS[2], name)
end`,
)
const forgottenAtOnce = 500

/** Removes a deleted user's answers. */
export async function forgetAnswersOf(cache: Cache, userId: string): Promise<void> {
  const scope = scopeOf(userId)
  const names = await cache.zrange(indexName(scope), '0', '-1')
  const theirs = names.filter((name) => name.startsWith(answerName(scope)))
  for (let at = 0; at < theirs.length; at += forgottenAtOnce) {
    const some = theirs.slice(at, at + forgottenAtOnce)
    await forget(cache, [indexName(scope), sizesName(scope), ...some], some)
  }
}
