import { newId } from '@lingzhi/contracts/ids'
import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import { ownTerms, searchTerms } from '../conversations/search-terms.ts'
import { titleFrom } from '../conversations/titles.ts'
import type { Db, RepliesTable, ReplyOptions } from '../database.ts'

export interface NewReply {
  id: string
  /** A new one begins with the question, under this id. */
  conversation: { id: string; isNew: boolean }
  /** Null for a guest. */
  userId: string | null
  agentId: number
  /** Undefined: what the active path ends with is answered. */
  question: string | undefined
  options: ReplyOptions
  requestId: string
  at: Date
}

export interface Capacity {
  /** Has a slot free for the reply. */
  worker: { id: string; userMax: number } | undefined
  queueMax: number
}

/**
 * Stores a question with its pending answer, in one call (see migration 0006). The reply is the worker's, running, if
 * nobody waits and the user does not have their share running already; queued otherwise.
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
