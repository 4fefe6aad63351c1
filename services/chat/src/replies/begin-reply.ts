import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import type { Principal } from '@lingzhi/identity/principal'
import type { Agent } from '../agents/agents.queries.ts'
import type { Config } from '../config.ts'
import { insertConversation, touchConversation } from '../conversations/conversations.queries.ts'
import type { NewMessage } from '../conversations/messages.queries.ts'
import { activateUpTo, activeLeaf, insertMessages, recount } from '../conversations/messages.queries.ts'
import { lockOwnConversation } from '../conversations/ownership.ts'
import type { Db, ReplyOptions } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { FilterHit } from '../output/filters/create-filter.ts'
import { recordHits } from '../output/filters/filters.queries.ts'
import { assertBudget } from '../usage/budget.ts'
import { markUnnudged, userHasPlace } from './leases.queries.ts'
import { countQueued, insertReply } from './replies.queries.ts'
import { nudge } from './reply-queue.ts'
import type { KnownContext, TakenReply } from './run-reply.ts'
import type { Worker } from './worker.ts'

export const QueueFull = problem('QUEUE_FULL', 503, '提问的人太多了，请稍后再试')

export interface Asked {
  /** The conversation to go on with; without one a new one begins. */
  conversationId?: string
  agent: Agent
  /** A new question. Left out for another answer to the question `after`. */
  content?: string
  /** The message to go on after, on a branch of its own; the end of the active path when left out. */
  after?: { id: string; depth: number } | null
  options: ReplyOptions
  requestId: string
  /** What the filters met in the question. */
  hits?: readonly FilterHit[]
}

/**
 * Stores a question with its pending answer. The reply is generated here if there is room and nobody waits
 * for it; otherwise it goes to the queue, for any replica to take. `id` is chosen by the caller, who may listen
 * for the reply before it begins.
 */
export async function beginReply(
  deps: Pick<Deps, 'db' | 'bus' | 'now' | 'log'>,
  config: Config,
  worker: Worker,
  principal: Principal | null,
  id: string,
  asked: Asked,
): Promise<TakenReply> {
  const { db, now } = deps
  const [queued] = await Promise.all([
    countQueued(db),
    assertBudget(db, config, principal?.userId ?? null, now()),
  ])
  if (queued >= config.QUEUE_MAX * config.RATE_LIMIT_FACTOR) throw QueueFull({ retryAfterS: 5 })
  const slot = queued === 0 ? worker.reserve() : undefined
  let reply: TakenReply
  try {
    reply = await transact(db, (trx) => store(trx, principal, id, asked, now(), slot && worker))
  } catch (err) {
    slot?.release()
    throw err
  }
  if (slot && reply.status === 'running') slot.use(reply, knownContext(asked))
  else {
    slot?.release()
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
  trx: Db,
  principal: Principal | null,
  id: string,
  { conversationId, agent, content, after, options, requestId, hits = [] }: Asked,
  at: Date,
  worker: Pick<Worker, 'id' | 'userMax'> | undefined,
): Promise<TakenReply> {
  const userId = principal?.userId ?? null
  const conversation = conversationId
    ? await lockOwnConversation(trx, conversationId, principal)
    : await insertConversation(trx, { userId, agentId: agent.id, question: content, at })
  const branches = after !== undefined
  if (branches) await activateUpTo(trx, conversation.id, after?.id ?? null)
  const leaf = branches ? after : conversationId && (await activeLeaf(trx, conversation.id))

  const messages: NewMessage[] = []
  let question = leaf || null
  if (content !== undefined) {
    question = { id: newId(), depth: (leaf ? leaf.depth : 0) + 1 }
    const parent_id = leaf ? leaf.id : null
    messages.push({ ...question, parent_id, role: 'user', status: 'complete', content, created_at: at })
  }
  if (!question) throw new Error('a reply needs a question')
  const answer = { id: newId(), depth: question.depth + 1, parent_id: question.id }
  messages.push({ ...answer, role: 'assistant', status: 'pending', content: '', created_at: at })
  await insertMessages(trx, conversation, messages)
  if (conversationId) await touchConversation(trx, conversation, { at, question: content })
  if (branches) await recount(trx, conversation.id)
  await recordHits(trx, { place: 'input', agent_id: agent.id, user_id: userId, reply_id: id, at }, hits)
  const hasPlace = worker && (userId === null || (await userHasPlace(trx, userId, worker.userMax)))
  return insertReply(
    trx,
    {
      ...{ id, conversation_id: conversation.id, question_id: question.id, message_id: answer.id },
      ...{ user_id: userId, agent_id: agent.id, options, request_id: requestId, created_at: at },
    },
    hasPlace ? worker.id : undefined,
  )
}
