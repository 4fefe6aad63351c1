import type { ToolEvent } from '@lingzhi/contracts/tool-parts'
import { counter } from '@lingzhi/metrics/instruments'
import type { GenerateRequest, ModelEvent } from '@lingzhi/model-client/model-events'
import { followReply } from '../reading/follow-reply.ts'
import type { CachedAnswer } from './answer-cache.ts'
import { leaveLead, seekAnswer, storeAnswer } from './answer-cache.ts'
import { isGenerated } from './leases.queries.ts'
import type { GeneratingDeps } from './reply-types.ts'

/** `reused`: the text that follows was, or is being, generated for another reply. */
export type AnswerEvent = ModelEvent | ToolEvent | { type: 'reused' }

const lookups = counter(
  'lingzhi_answer_cache_total',
  'Answers that may be shared: found in the cache, shared with a reply under way, or asked of the model.',
  ['result'],
)

type SharingDeps = Pick<GeneratingDeps, 'cache' | 'live' | 'db' | 'config'>

export interface AnswerSource {
  /** The key under which it is shared; undefined: it comes from the model and is not cached. */
  key: string | undefined
  request: GenerateRequest
  askModel: (request: GenerateRequest) => AsyncIterable<ModelEvent | ToolEvent>
}

const leaderCheckMs = 1_000
/** Checks in a row without a live worker after which a leader is given up. */
const leaderMissesMax = 6
const chunkChars = 200
/** After this many failed leaders a reply asks the model itself. */
const roundsMax = 3

/**
 * A reply's answer: from the cache, from another reply that is generating the same one, or from the model. Of many
 * replies to the same question at once, one asks the model. Only complete answers are cached.
 */
export async function* shareAnswer(
  deps: SharingDeps,
  replyId: string,
  source: AnswerSource,
): AsyncGenerator<AnswerEvent> {
  const { cache, config } = deps
  const { key, request, askModel } = source
  if (key === undefined) {
    yield* askModel(request)
    return
  }
  for (let round = 1; ; round++) {
    const sought = await seekAnswer(cache, config, key, replyId)
    if (sought.found) {
      lookups.inc({ result: 'hit' })
      yield { type: 'reused' }
      yield* repeat(sought.found)
      return
    }
    const { leader } = sought
    let leads = leader === replyId
    try {
      if (leads || round > roundsMax) {
        lookups.inc({ result: 'miss' })
        const answer = collect()
        // Not in a generator of its own: each that an event passes through costs as much as all else that is done with it.
        for await (const event of askModel(request)) {
          const complete = answer.take(event)
          // Before the end is told: whoever asks the same then finds it.
          if (complete && (await storeAnswer(cache, config, key, replyId, complete))) leads = false
          yield event
        }
        return
      }
      if (yield* followLeader(deps, leader, request.signal)) {
        lookups.inc({ result: 'shared' })
        return
      }
    } finally {
      if (leads) await leaveLead(cache, key, replyId)
    }
  }
}

/** Puts an answer together from its events; the last one completes it, unless it was cut short or holds nothing. */
function collect() {
  let reasoning = ''
  let content = ''
  /** What a tool said is of that moment. */
  let usedTools = false
  return {
    take(event: ModelEvent | ToolEvent): CachedAnswer | undefined {
      if (event.type === 'content') content += event.text
      else if (event.type === 'reasoning') reasoning += event.text
      else if (event.type === 'restart') reasoning = content = ''
      else if (event.type === 'tool') usedTools = true
      else if (event.type === 'end' && event.finishReason === 'stop' && content !== '' && !usedTools) {
        const { finishReason, usage, model, provider } = event
        return { reasoning, content, finishReason, usage, model, provider }
      }
      return undefined
    },
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

/** Passes on another reply's answer as it arrives. False when that reply did not complete: its text is void then. */
async function* followLeader(
  { live, cache, db, config }: SharingDeps,
  leader: string,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, boolean> {
  const alone = new AbortController()
  let misses = 0
  const check = setInterval(async () => {
    // While the database is away the leader counts as alive; its end will settle it.
    const led = await isGenerated(db, leader, config.LEASE_MS).catch(() => true)
    misses = led ? 0 : misses + 1
    if (misses > leaderMissesMax) alone.abort()
  }, leaderCheckMs)
  const feed = live.open(leader)
  let started = false
  try {
    const following = { after: undefined, signal: AbortSignal.any([signal, alone.signal]) }
    for await (const entry of followReply({ db, cache }, feed, leader, following)) {
      if (entry.kind === 'text') {
        if (!started) yield { type: 'reused' }
        started = true
        yield { type: entry.part, text: entry.text }
      }
      if (entry.kind === 'reset') {
        if (started) yield { type: 'restart', reason: 'the leader restarted' }
        started = false
      }
      if (entry.kind !== 'end') continue
      const { problem, finish_reason: finishReason, usage, model, provider } = entry.outcome
      if (problem || finishReason === 'stopped' || !usage) break
      if (!started) yield { type: 'reused' }
      const end = { finishReason, usage: { ...usage, cost: 0 }, model: model ?? '', provider: provider ?? '' }
      yield { type: 'end', ...end, attempts: 0 }
      return true
    }
    signal.throwIfAborted()
    if (started) yield { type: 'restart', reason: 'the leader did not complete' }
    return false
  } finally {
    clearInterval(check)
    feed.close()
  }
}
