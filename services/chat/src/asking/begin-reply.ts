import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { retrying, transact } from '@lingzhi/db/retry'
import type { Principal } from '@lingzhi/identity/principal'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import type { Agent } from '../agents/agents.queries.ts'
import type { Config } from '../config.ts'
import { activateUpTo, recount } from '../conversations/messages.queries.ts'
import { lockOwnConversation } from '../conversations/ownership.ts'
import { ConversationNotFound } from '../conversations/problems.ts'
import type { Db, ReplyOptions } from '../database.ts'
import type { Deps } from '../deps.ts'
import { recordHits } from '../filters/filters.queries.ts'
import { markUnnudged } from '../generating/leases.queries.ts'
import type { Room } from '../generating/replies.queries.ts'
import { insertReply } from '../generating/replies.queries.ts'
import { nudge } from '../generating/reply-queue.ts'
import type { KnownContext, TakenReply } from '../generating/run-reply.ts'
import type { Worker } from '../generating/worker.ts'
import type { LiveFeed } from '../reading/live-feed.ts'
import { assertBudget } from '../usage/budget.ts'

export const QueueFull = problem('QUEUE_FULL', 503, {
  zh: '提问的人太多了，请稍后再试',
  en: 'Too many people are asking. Try again soon.',
  check:
    'How many chat replicas run and how many replies each takes at once; the metrics of the reply queue.',
})

export interface Asked {
  /** Of the reply; chosen by the caller, who listens for it before it begins. */
  id: string
  /** The conversation to go on with; without one a new one begins. */
  conversationId?: string
  agent: Agent
  /** A new question. Left out for another answer to the question `after`. */
  content?: string
  /** The message to go on after, on a branch of its own; the end of the active path when left out. */
  after?: { id: string } | null
  options: ReplyOptions
  requestId: string
  /** What the filters met in the question. */
  hits?: readonly FilterHit[]
}

/**
 * Stores a question with its pending answer. The reply is generated here if there is room and nobody waits
 * for it; otherwise it goes to the queue, for any replica to take, which the caller's feed hears from then on.
 */
export async function beginReply(
  deps: Pick<Deps, 'db' | 'bus' | 'now' | 'log'>,
  config: Config,
  worker: Worker,
  principal: Principal | null,
  feed: Pick<LiveFeed, 'hearAll'>,
  asked: Asked,
): Promise<TakenReply> {
  const { db, now } = deps
  await assertBudget(db, config, principal?.userId ?? null, now())
  const slot = worker.reserve()
  const room = { worker: slot && worker, queueMax: config.QUEUE_MAX * config.RATE_LIMIT_FACTOR }
  let reply: TakenReply
  try {
    reply = await store(db, principal, asked, now(), room)
  } catch (err) {
    slot?.release()
    throw err
  }
  if (slot && reply.status === 'running') slot.use(reply, knownContext(asked))
  else {
    slot?.release()
    feed.hearAll()
    await callForWorker(deps, config, reply)
  }
  return reply
}

/** A conversation that has just begun holds its first question and no more. */
const knownContext = ({ agent, conversationId, content }: Asked): KnownContext => ({
  agent,
  said: !conversationId && content ? [{ role: 'user', content }] : undefined,
})

async function callForWorker(
  { db, bus, log }: Pick<Deps, 'db' | 'bus' | 'log'>,
  config: Config,
  reply: TakenReply,
) {
  const item = { reply_id: reply.id, user_id: reply.user_id }
  await nudge(bus, config, item, 0).catch(async (err) => {
    // The row is what counts: the sweeper calls for it as soon as the queue takes calls again.
    log.warn({ err, reply_id: reply.id }, 'the queue did not take a reply')
    await markUnnudged(db, reply.id).catch((cause) => {
      throw ServiceUnavailable({ retryAfterS: 2, cause })
    })
  })
}

async function store(
  db: Db,
  principal: Principal | null,
  { id, conversationId, agent, content, after, options, requestId, hits = [] }: Asked,
  at: Date,
  room: Room,
): Promise<TakenReply> {
  const userId = principal?.userId ?? null
  const conversation = { id: conversationId ?? newId(), isNew: conversationId === undefined }
  const begin = async (db: Db) => {
    const reply = { id, conversation, userId, agentId: agent.id, question: content, options, requestId, at }
    const { outcome, ...begun } = await insertReply(db, reply, room)
    if (outcome === 'queue full') throw QueueFull({ retryAfterS: 5 })
    if (outcome === 'no conversation') throw ConversationNotFound()
    return begun
  }
  if (after === undefined && hits.length === 0) return retrying(db, () => begin(db))
  return transact(db, async (trx) => {
    if (after !== undefined) {
      await lockOwnConversation(trx, conversation.id, principal)
      await activateUpTo(trx, conversation.id, after?.id ?? null)
    }
    const begun = await begin(trx)
    if (after !== undefined) await recount(trx, conversation.id)
    await recordHits(trx, { place: 'input', agent_id: agent.id, user_id: userId, reply_id: id, at }, hits)
    return begun
  })
}
