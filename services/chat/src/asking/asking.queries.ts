import { newId } from '@lingzhi/contracts/ids'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { ownTerms, searchTerms } from '../conversations/search-terms.ts'
import { titleFrom } from '../conversations/titles.ts'
import type { Db, RepliesTable, ReplyOptions } from '../database.ts'

export interface NewReply {
  id: string
  /** A new conversation is created under this id, with the question as its first message. */
  conversation: { id: string; isNew: boolean }
  /** Null for a guest. */
  userId: string | null
  agentId: number
  /** Undefined: the last message of the active path is answered. */
  question: string | undefined
  options: ReplyOptions
  requestId: string
  at: Date
}

export interface Capacity {
  /** The worker that reserved a slot for the reply; undefined: none has one free. */
  worker: { id: string; userMax: number } | undefined
  queueMax: number
}

/**
 * Stores a question with its pending answer, in one call (see migration 0006). The reply runs on the worker if no
 * other reply is queued and the user has fewer than `userMax` running; otherwise it is queued.
 */
export async function callBeginReply(db: Db, reply: NewReply, { worker, queueMax }: Capacity) {
  const { conversation, userId, question, options, at } = reply
  const title = question === undefined ? null : titleFrom(question)
  const { rows } = await sql<
    Selectable<RepliesTable> & { outcome: 'begun' | 'queue full' | 'no conversation' }
  >`select outcome, (reply).* from begin_reply(
    the_id => ${reply.id},
    the_conversation => ${conversation.id},
    is_new => ${conversation.isNew},
    caller => ${userId},
    the_agent => ${reply.agentId},
    question_id => ${newId()},
    question => ${question ?? null},
    terms => ${ownTerms(question ?? '', userId)},
    the_title => ${title},
    the_title_terms => ${searchTerms(title ?? '')},
    answer_id => ${newId()},
    the_options => ${JSON.stringify(options)},
    the_request => ${reply.requestId},
    at => ${at},
    the_worker => ${worker?.id ?? null},
    user_max => ${worker?.userMax ?? 0},
    queue_max => ${queueMax}
  )`.execute(db)
  const [begun] = rows
  if (!begun) throw new Error('begin_reply returned nothing')
  return begun
}

/** The agent that was last asked this question. */
export async function agentAsked(db: Db, questionId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('replies')
    .select('agent_id')
    .where('question_id', '=', questionId)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.agent_id
}
