import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { retrying, transact } from '@lingzhi/db/retry'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import { ConversationNotFound } from '../access.ts'
import { activateUpTo, recount } from '../conversations/messages.queries.ts'
import { lockOwnConversation } from '../conversations/ownership.ts'
import type { Db } from '../database.ts'
import { recordHits } from '../filters/filters.queries.ts'
import type { AgentFilters } from '../filters/open-filters.ts'
import { markUnnudged } from '../generating/leases.queries.ts'
import { nudge } from '../generating/reply-queue.ts'
import type { AlreadyRead, TakenReply } from '../generating/reply-types.ts'
import type { LiveFeed } from '../reading/live-feed.ts'
import { assertBudget } from '../usage/budget.ts'
import type { Capacity } from './asking.queries.ts'
import { callBeginReply } from './asking.queries.ts'
import type { AskingDeps, WantedReply } from './asking-types.ts'

export const QueueFull = problem('QUEUE_FULL', 503, {
  zh: '当前提问人数过多，请稍后再试',
  en: 'Too many people are asking. Try again soon.',
  check:
    'How many chat replicas run and how many replies each takes at once; the metrics of the reply queue.',
})

/** A wanted reply whose question has passed the filters. */
export interface ReplyToBegin extends WantedReply {
  /** The reply's id, chosen by the caller, who starts listening before the reply begins. */
  id: string
  requestId: string
  filters: AgentFilters
  /** What the filters found in the question. */
  hits: readonly FilterHit[]
}

/**
 * Stores a question with its pending answer. The reply is generated here if a slot is free and no other reply is
 * queued. Otherwise it is queued for any replica, and `feed` listens to all replicas from then on. Raises
 * BUDGET_EXCEEDED, QUEUE_FULL, CONVERSATION_NOT_FOUND, and SERVICE_UNAVAILABLE when it can neither run nor wait.
 */
export async function beginReply(
  deps: AskingDeps,
  feed: Pick<LiveFeed, 'listenToAll'>,
  wanted: ReplyToBegin,
): Promise<TakenReply> {
  const { db, config, worker, now } = deps
  await assertBudget(db, config, wanted.principal?.userId ?? null, now())
  const slot = worker.reserve()
  const capacity = { worker: slot && worker, queueMax: config.QUEUE_MAX * config.RATE_LIMIT_FACTOR }
  let reply: TakenReply
  try {
    reply = await store(db, wanted, now(), capacity)
  } catch (err) {
    slot?.release()
    throw err
  }
  if (slot && reply.status === 'running') slot.use(reply, knownContext(wanted))
  else {
    slot?.release()
    feed.listenToAll()
    await nudgeWorkers(deps, reply)
  }
  return reply
}

/** A new conversation consists of its first question only, so its messages are known. */
const knownContext = ({ agent, filters, conversationId, content }: ReplyToBegin): AlreadyRead => ({
  agent,
  filters,
  messages: !conversationId && content ? [{ role: 'user', content }] : undefined,
})

async function nudgeWorkers({ db, bus, config, log }: AskingDeps, reply: TakenReply) {
  const item = { reply_id: reply.id, user_id: reply.user_id }
  await nudge(bus, config, item, 0).catch(async (err) => {
    // The row is what counts: keepLeases nudges again as soon as the queue accepts it.
    log.warn({ err, reply_id: reply.id }, 'a reply could not be put on the queue')
    await markUnnudged(db, reply.id).catch((cause) => {
      throw ServiceUnavailable({ retryAfterS: 2, cause })
    })
  })
}

async function store(
  db: Db,
  { id, principal, conversationId, agent, content, after, options, requestId, hits }: ReplyToBegin,
  at: Date,
  capacity: Capacity,
): Promise<TakenReply> {
  const userId = principal?.userId ?? null
  const conversation = { id: conversationId ?? newId(), isNew: conversationId === undefined }
  const begin = async (db: Db) => {
    const reply = { id, conversation, userId, agentId: agent.id, question: content, options, requestId, at }
    const { outcome, ...begun } = await callBeginReply(db, reply, capacity)
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
