import { newId } from '@lingzhi/contracts/ids'
import type { PlacedPart } from '@lingzhi/contracts/tool-parts'
import { gathered } from '@lingzhi/db/gather'
import { currentTrace } from '@lingzhi/runtime/trace'
import { ownTerms } from '@lingzhi/search-terms/search-terms'
import { sql } from 'kysely'
import type { CompositionRecord } from '../context/composition-shape.ts'
import type { Db } from '../database.ts'
import type { Ending } from './reply-types.ts'

export interface StoredEnding {
  reply: { id: string; user_id: string | null }
  ending: Ending
  text: { readonly reasoning: string; readonly content: string }
  composition?: CompositionRecord | undefined
}

/**
 * Stores a reply's end (see migration 0010), together with others that end at the same time: text, usage and fact commit
 * together, once. False, with nothing stored, when there is a newer attempt or the reply has ended or was deleted.
 */
export function callFinishReply(
  db: Db,
  { reply, ending, text, composition }: StoredEnding,
  timeZone: string,
): Promise<boolean> {
  return finishReplies(db, {
    id: reply.id,
    owner: reply.user_id,
    attempt: ending.attempt,
    worker: ending.workerId,
    status: ending.status,
    finish_reason: ending.finishReason,
    problem: ending.problem,
    usage: ending.usage,
    model: ending.model,
    provider: ending.provider,
    attempts: ending.providerCalls,
    cached: ending.cached,
    runs: ending.runs,
    first_token: ending.firstTokenAt,
    at: ending.endedAt,
    answer: text.content.toWellFormed(),
    reasoning: text.reasoning.toWellFormed(),
    terms: ownTerms(text.content, reply.user_id),
    time_zone: timeZone,
    fact: newId(),
    trace: currentTrace(),
    composition,
  })
}

/** How often a reply's guard held an answer back. */
export async function recordHeldBack(trx: Db, replyId: string, held_back: number): Promise<void> {
  await trx.updateTable('replies').set({ held_back }).where('id', '=', replyId).execute()
}

interface EndingRow {
  id: string
  owner: string | null
  [argument: string]: unknown
}

const finishReplies = gathered(
  async (db: Db, endings: EndingRow[]): Promise<boolean[]> => {
    const { rows } = await sql<{ id: string }>`
      select finish_replies(${JSON.stringify(endings)}) as id`.execute(db)
    const stored = new Set(rows.map(({ id }) => id))
    return endings.map(({ id }) => stored.has(id))
  },
  // Four: a row that somebody holds locked does not hold up all. The usage of all guests is one row.
  { batchesMax: 4, keyOf: ({ owner }) => owner ?? 'guests' },
)

/** Stores what readers were told of an answer's calls of tools. */
export async function keepParts(trx: Db, messageId: string, parts: readonly PlacedPart[]): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ tool_parts: JSON.stringify(parts) })
    .where('id', '=', messageId)
    .execute()
}

/** The first exchange of a conversation still named after its question, if this reply completed it. */
export function firstExchange(db: Db, replyId: string) {
  return (
    db
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
      // Nobody looks for it in a list.
      .where('temporary', '=', false)
      .executeTakeFirst()
  )
}
