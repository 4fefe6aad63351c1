import { ServiceUnavailable, TooManyRequests } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { retrying, transact } from '@lingzhi/db/retry'
import type { FilterHit } from '@lingzhi/text-filters/create-filter'
import { ConversationNotFound } from '../access.ts'
import { makeTemporary } from '../conversations/conversations.queries.ts'
import { activateUpTo, nameFiles, recount } from '../conversations/messages.queries.ts'
import { lockOwnConversation } from '../conversations/ownership.ts'
import type { Db } from '../database.ts'
import { recordHits } from '../filters/filters.queries.ts'
import type { AgentFilters } from '../filters/open-filters.ts'
import { markUnnudged } from '../generating/leases.queries.ts'
import { nudge } from '../generating/reply-queue.ts'
import type { AlreadyRead, TakenReply } from '../generating/reply-types.ts'
import { guestsShare } from '../generating/worker.ts'
import type { LiveFeed } from '../reading/live-feed.ts'
import type { PersonalChoices } from '../scenarios/scenarios.queries.ts'
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
  /** See networkIdOf; null for a user. */
  network: string | null
  filters: AgentFilters
  /** What the choice of its scenario depended on. */
  choices: PersonalChoices
  /** The id that a new conversation gets. */
  newConversationId?: string
  /** What the filters found in the question. */
  hits: readonly FilterHit[]
}

/**
 * Stores a question with its pending answer. The reply is generated here if a slot is free and no other reply is
 * queued. Otherwise it is queued for any replica, and `feed` listens to all replicas from then on. Raises
 * BUDGET_EXCEEDED, TOO_MANY_REQUESTS when the caller has too many unfinished replies, QUEUE_FULL, CONVERSATION_NOT_FOUND, and SERVICE_UNAVAILABLE when it can neither run nor wait.
 */
export async function beginReply(
  deps: AskingDeps,
  feed: Pick<LiveFeed, 'listenToAll'>,
  wanted: ReplyToBegin,
): Promise<TakenReply> {
  const { db, config, worker, now } = deps
  await assertBudget(db, config, wanted.principal?.userId ?? null, now())
  const slot = worker.reserve(wanted.network === null ? 'user' : 'guest')
  const capacity = { worker: slot && worker, ...boundsOf(config, wanted.principal) }
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

/** The caller's share, and the queue's. Guests together may wait in a third of it. */
function boundsOf(config: AskingDeps['config'], principal: WantedReply['principal']) {
  const { RATE_LIMIT_FACTOR: factor, USER_GENERATIONS_MAX, USER_WAITING_MAX, GUEST_UNFINISHED_MAX } = config
  const unfinished = principal ? USER_GENERATIONS_MAX + USER_WAITING_MAX : GUEST_UNFINISHED_MAX
  const queueMax = config.QUEUE_MAX * factor
  return {
    unfinishedMax: Math.ceil(unfinished * factor),
    queueMax,
    guestsQueueMax: Math.ceil(queueMax * guestsShare(factor)),
  }
}

const tooManyUnfinished = () =>
  TooManyRequests({
    retryAfterS: 5,
    detail: {
      zh: '您还有多个回答没有完成，请等它们结束，或停止其中一些',
      en: 'Several of your answers are unfinished. Wait for them to end, or stop some.',
    },
  })

/** A new conversation consists of its first question only, so its messages are known. */
const knownContext = (wanted: ReplyToBegin): AlreadyRead => {
  const { agent, filters, choices, conversationId, begins, content, files } = wanted
  const question = content && { role: 'user' as const, content, ...(files && { files }) }
  const isWhole = (begins ?? !conversationId) && question
  return { agent, filters, choices, messages: isWhole ? [question] : undefined }
}

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
  {
    id,
    principal,
    network,
    conversationId,
    begins,
    agent,
    content,
    after,
    options,
    requestId,
    hits,
    temporary,
    files,
    newConversationId,
  }: ReplyToBegin,
  at: Date,
  capacity: Capacity,
): Promise<TakenReply> {
  const userId = principal?.userId ?? null
  const conversation = {
    id: conversationId ?? newConversationId ?? newId(),
    isNew: begins ?? conversationId === undefined,
  }
  const begin = async (db: Db) => {
    const asked = { question: content, options, requestId, at }
    const reply = { id, conversation, userId, network, agentId: agent.id, ...asked }
    const { outcome, ...begun } = await callBeginReply(db, reply, capacity)
    if (outcome === 'share used up') throw tooManyUnfinished()
    if (outcome === 'queue full') throw QueueFull({ retryAfterS: 5 })
    if (outcome === 'no conversation') throw ConversationNotFound()
    return begun
  }
  const isTemporary = conversation.isNew && temporary === true
  if (after === undefined && hits.length === 0 && !isTemporary && !files) return retrying(db, () => begin(db))
  return transact(db, async (trx) => {
    if (after !== undefined) {
      await lockOwnConversation(trx, conversation.id, principal)
      await activateUpTo(trx, conversation.id, after?.id ?? null)
    }
    const begun = await begin(trx)
    if (after !== undefined) await recount(trx, conversation.id)
    if (isTemporary) await makeTemporary(trx, conversation.id)
    if (files) await nameFiles(trx, begun.question_id, files)
    await recordHits(trx, { place: 'input', agent_id: agent.id, user_id: userId, reply_id: id, at }, hits)
    return begun
  })
}
