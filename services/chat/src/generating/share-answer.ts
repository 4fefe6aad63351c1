import { counter } from '@lingzhi/metrics/instruments'
import type { GenerateRequest, ModelEvent } from '@lingzhi/model-client/generate'
import { followReply } from '../reading/follow-reply.ts'
import type { CachedAnswer } from './answer-cache.ts'
import { leaveLead, seekAnswer, storeAnswer } from './answer-cache.ts'
import { isGenerated } from './leases.queries.ts'
import type { GeneratingContext } from './reply-types.ts'

/** `reused`: what follows was, or is being, generated for another reply. */
export type AnswerEvent = ModelEvent | { type: 'reused' }

const lookups = counter(
  'lingzhi_answer_cache_total',
  'Answers that may be shared: found in the cache, shared with a reply under way, or asked of the model.',
  ['result'],
)

type ShareContext = Pick<GeneratingContext, 'cache' | 'live' | 'db' | 'config'>

export interface AskedAnswer {
  /** Under which it may be shared; undefined: straight from the model, and kept nowhere. */
  key: string | undefined
  request: GenerateRequest
  /** Asks the model. */
  ask: (request: GenerateRequest) => AsyncIterable<ModelEvent>
}

const leaderCheckMs = 1_000
/** A leader whom nobody generates for so many checks is not waited for. */
const leaderMissesMax = 6
const chunkChars = 200
/** Leaders that may fail a follower before it goes alone. */
const roundsMax = 3

/**
 * A reply's answer: from the cache, or from another reply that is generating the very same one, or from the model. Of
 * many that ask the same at once, one asks the model. Only a whole answer is kept.
 */
export async function* shareAnswer(
  ctx: ShareContext,
  replyId: string,
  asked: AskedAnswer,
): AsyncGenerator<AnswerEvent> {
  const { cache, config } = ctx
  const { key, request, ask } = asked
  if (key === undefined) {
    yield* ask(request)
    return
  }
  for (let round = 1; ; round++) {
    const { found, leader } = await seekAnswer(cache, config, key, replyId)
    const leads = leader === replyId
    try {
      if (found) {
        lookups.inc({ result: 'hit' })
        yield { type: 'reused' }
        yield* repeat(found)
        return
      }
      if (leads || round > roundsMax) {
        lookups.inc({ result: 'miss' })
        yield* askAndKeep(ctx, key, asked)
        return
      }
      if (yield* followLeader(ctx, leader, request.signal)) {
        lookups.inc({ result: 'shared' })
        return
      }
    } finally {
      if (leads) await leaveLead(cache, key, replyId)
    }
  }
}

async function* askAndKeep({ cache, config }: ShareContext, key: string, { ask, request }: AskedAnswer) {
  let said = { reasoning: '', content: '' }
  for await (const event of ask(request)) {
    if (event.type === 'restart') said = { reasoning: '', content: '' }
    else if (event.type === 'reasoning' || event.type === 'content') said[event.type] += event.text
    else if (event.type === 'end' && event.finishReason === 'stop' && said.content !== '') {
      const { finishReason, usage, model, provider } = event
      await storeAnswer(cache, config, key, { ...said, finishReason, usage, model, provider })
    }
    yield event
  }
}

function* repeat({
  reasoning,
  content,
  finishReason,
  usage,
  model,
  provider,
}: CachedAnswer): Generator<ModelEvent> {
  for (const text of chunks(reasoning)) yield { type: 'reasoning', text }
  for (const text of chunks(content)) yield { type: 'content', text }
  yield { type: 'end', finishReason, usage: { ...usage, cost: 0 }, model, provider, attempts: 0 }
}

function* chunks(text: string) {
  for (let at = 0; at < text.length; at += chunkChars) yield text.slice(at, at + chunkChars)
}

/** Repeats another reply as it comes. False when that one did not end well: then its words are void. */
async function* followLeader(
  { live, cache, db, config }: ShareContext,
  leader: string,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, boolean> {
  const alone = new AbortController()
  let misses = 0
  const check = setInterval(async () => {
    // While the database cannot say, the leader is believed to live: its end will tell.
    const led = await isGenerated(db, leader, config.LEASE_MS).catch(() => true)
    misses = led ? 0 : misses + 1
    if (misses > leaderMissesMax) alone.abort()
  }, leaderCheckMs)
  const feed = live.open(leader)
  let spoke = false
  try {
    const following = { after: undefined, signal: AbortSignal.any([signal, alone.signal]) }
    for await (const heard of followReply({ db, cache }, feed, leader, following)) {
      if (heard.kind === 'text') {
        if (!spoke) yield { type: 'reused' }
        spoke = true
        yield { type: heard.part, text: heard.text }
      }
      if (heard.kind === 'reset') {
        if (spoke) yield { type: 'restart', reason: 'the leader started again' }
        spoke = false
      }
      if (heard.kind !== 'end') continue
      const { problem, finish_reason: finishReason, usage, model, provider } = heard.outcome
      if (problem || finishReason === 'stopped' || !usage) break
      if (!spoke) yield { type: 'reused' }
      const end = { finishReason, usage: { ...usage, cost: 0 }, model: model ?? '', provider: provider ?? '' }
      yield { type: 'end', ...end, attempts: 0 }
      return true
    }
    signal.throwIfAborted()
    if (spoke) yield { type: 'restart', reason: 'the leader did not end well' }
    return false
  } finally {
    clearInterval(check)
    feed.close()
  }
}
