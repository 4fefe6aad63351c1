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
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex')
}

const partOf = (key: string) => Number.parseInt(key.slice(0, 8), 16) % parts
const answerName = (key: string) => `answer:{${partOf(key)}}:${key}`
/** The sorted set of a part's keys by time of last use. */
const indexName = (key: string) => `answers:{${partOf(key)}}`
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

/** Caches a complete answer and drops the least recently used ones over the bound. */
export async function storeAnswer(cache: Cache, config: Config, key: string, answer: CachedAnswer) {
  if (answer.content.length + answer.reasoning.length > config.CACHE_ANSWER_CHARS_MAX) return
  const index = indexName(key)
  try {
    const stored = await cache
      .multi()
      .set(answerName(key), JSON.stringify(answer), 'EX', config.CACHE_TTL_S)
      .zadd(index, Date.now(), answerName(key))
      .expire(index, config.CACHE_TTL_S)
      .zcard(index)
      .exec()
    const over = Number(stored?.at(-1)?.[1] ?? 0) - Math.ceil(config.CACHE_ANSWERS_MAX / parts)
    if (over <= 0) return
    const popped = await cache.zpopmin(index, over)
    const names = popped.filter((_, at) => at % 2 === 0).map((name) => `${name}`)
    if (names.length > 0) await cache.del(...names)
  } catch {
    // Redis is away: the next question calls the model again.
  }
}
