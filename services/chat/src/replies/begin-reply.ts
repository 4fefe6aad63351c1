import { ServiceUnavailable } from '@lingzhi/contracts/common-problems'
import { newId } from '@lingzhi/contracts/ids'
import { problem } from '@lingzhi/contracts/problem'
import { transact } from '@lingzhi/db/retry'
import type { Principal } from '@lingzhi/identity/principal'
import type { Config } from '../config.ts'
import { insertConversation, touchConversation } from '../conversations/conversations.queries.ts'
import { activateUpTo, activeLeaf, insertMessages, recount } from '../conversations/messages.queries.ts'
import { lockOwnConversation } from '../conversations/ownership.ts'
import type { Db, ReplyOptions } from '../database.ts'
import type { Deps } from '../deps.ts'
import { assertBudget } from '../usage/budget.ts'
import { countQueued, insertReply, markUnnudged } from './replies.queries.ts'
import { nudge } from './reply-queue.ts'

export const QueueFull = problem('QUEUE_FULL', 503, '提问的人太多了，请稍后再试')

export interface Asked {
  /** The conversation to go on with; without one a new one begins. */
  conversationId?: string
  agentId: number
  /** A new question. Left out for another answer to the question `after`. */
  content?: string
  /** The message to go on after, on a branch of its own; the end of the active path when left out. */
  after?: { id: string; depth: number } | null
  options: ReplyOptions
  requestId: string
}

export interface BegunReply {
  id: string
  conversation_id: string
  question_id: string
  message_id: string
  agent_id: number
}

/**
 * Stores a question with its pending answer and hands the reply to the queue, for any replica to generate.
 * `id` is chosen by the caller, who may listen for the reply before it begins.
 */
export async function beginReply(
  { db, bus, now, log }: Pick<Deps, 'db' | 'bus' | 'now' | 'log'>,
  config: Config,
  principal: Principal | null,
  id: string,
  asked: Asked,
): Promise<BegunReply> {
  if ((await countQueued(db)) >= config.QUEUE_MAX * config.RATE_LIMIT_FACTOR)
    throw QueueFull({ retryAfterS: 5 })
  await assertBudget(db, config, principal?.userId ?? null, now())
  const begun = await transact(db, (trx) => store(trx, principal, id, asked, now()))
  const item = { reply_id: id, user_id: principal?.userId ?? null }
  await nudge(bus, config, item, 0).catch(async (err) => {
    // The row is what counts: the sweeper calls for it as soon as the queue takes calls again.
    log.warn({ err, reply_id: id }, 'the queue did not take a reply')
    await markUnnudged(db, id).catch((cause) => {
      throw ServiceUnavailable({ retryAfterS: 2, cause })
    })
  })
  return begun
}

async function store(
  trx: Db,
  principal: Principal | null,
  id: string,
  { conversationId, agentId, content, after, options, requestId }: Asked,
  at: Date,
): Promise<BegunReply> {
  const conversation = conversationId
    ? await lockOwnConversation(trx, conversationId, principal)
    : await insertConversation(trx, { userId: principal?.userId ?? null, agentId, title: undefined, at })
  const branches = after !== undefined
  if (branches) await activateUpTo(trx, conversation.id, after?.id ?? null)
  const leaf = branches ? after : conversationId && (await activeLeaf(trx, conversation.id))

  const answerId = newId()
  let question = leaf || null
  const messages = []
  if (content !== undefined) {
    const asked = { id: newId(), depth: (leaf ? leaf.depth : 0) + 1 }
    messages.push({
      ...asked,
      parent_id: leaf ? leaf.id : null,
      role: 'user' as const,
      status: 'complete' as const,
      content,
      created_at: at,
    })
    question = asked
  }
  if (!question) throw new Error('a reply needs a question')
  messages.push({
    id: answerId,
    depth: question.depth + 1,
    parent_id: question.id,
    role: 'assistant' as const,
    status: 'pending' as const,
    content: '',
    created_at: at,
  })
  await insertMessages(trx, conversation.id, messages)
  await insertReply(trx, {
    id,
    conversation_id: conversation.id,
    question_id: question.id,
    message_id: answerId,
    user_id: principal?.userId ?? null,
    agent_id: agentId,
    options,
    request_id: requestId,
    created_at: at,
  })
  await touchConversation(trx, conversation, { at, question: content })
  if (branches) await recount(trx, conversation.id)
  return {
    id,
    conversation_id: conversation.id,
    question_id: question.id,
    message_id: answerId,
    agent_id: agentId,
  }
}
