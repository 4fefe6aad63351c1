import { newId } from '@lingzhi/contracts/ids'
import { currentTrace } from '@lingzhi/runtime/trace'
import { sql } from 'kysely'
import { ownTerms } from '../conversations/search-terms.ts'
import type { Db } from '../database.ts'
import type { Ending } from './reply-types.ts'

export interface StoredEnding {
  reply: { id: string; user_id: string | null }
  ending: Ending
  text: { readonly reasoning: string; readonly content: string }
}

/**
 * Stores a reply's end, in one call (see migration 0006): text, usage and fact commit together, once. False, with
 * nothing stored, when there is a newer attempt or the reply has ended or was deleted.
 */
export async function callFinishReply(
  db: Db,
  { reply, ending, text }: StoredEnding,
  timeZone: string,
): Promise<boolean> {
  const { rows } = await sql<{ stored: boolean }>`select finish_reply(
    the_id => ${reply.id},
    the_attempt => ${ending.attempt},
    the_worker => ${ending.workerId},
    the_status => ${ending.status},
    the_finish_reason => ${ending.finishReason},
    the_problem => ${toJson(ending.problem)},
    the_usage => ${toJson(ending.usage)},
    the_model => ${ending.model},
    the_provider => ${ending.provider},
    the_attempts => ${ending.providerCalls},
    is_cached => ${ending.cached},
    the_runs => ${[...ending.runs]},
    first_token => ${ending.firstTokenAt},
    at => ${ending.endedAt},
    answer => ${text.content},
    the_reasoning => ${text.reasoning},
    the_terms => ${ownTerms(text.content, reply.user_id)},
    time_zone => ${timeZone},
    fact_id => ${newId()},
    trace => ${currentTrace() ?? null}
  ) as stored`.execute(db)
  return rows[0]?.stored === true
}

const toJson = (value: object | null) => value && JSON.stringify(value)

/** The first exchange of a conversation still named after its question, if this reply completed it. */
export function firstExchange(db: Db, replyId: string) {
  return db
    .selectFrom('replies')
    .innerJoin('conversations', 'conversations.id', 'replies.conversation_id')
    .innerJoin('messages as question', 'question.id', 'replies.question_id')
    .innerJoin('messages as answer', 'answer.id', 'replies.message_id')
    .innerJoin('agents', 'agents.id', 'replies.agent_id')
    .select([
      'replies.conversation_id',
      'replies.user_id',
      'replies.agent_id',
      'model_config',
      'filters_version',
    ])
    .select(['question.content as question', 'answer.content as answer'])
    .where('replies.id', '=', replyId)
    .where('replies.status', '=', 'completed')
    .where('question.depth', '=', 1)
    .where('title_source', '=', 'question')
    .executeTakeFirst()
}
