import type { Db } from '../database.ts'

/** A reply with its question and answer, and whose conversation it is in. */
export const findTurn = (db: Db, replyId: string) =>
  db
    .selectFrom('replies')
    .innerJoin('conversations', 'conversations.id', 'replies.conversation_id')
    .innerJoin('messages as question', 'question.id', 'replies.question_id')
    .innerJoin('messages as answer', 'answer.id', 'replies.message_id')
    .select(['replies.id', 'replies.conversation_id', 'replies.message_id', 'replies.question_id'])
    .select(['replies.ended_at', 'conversations.user_id', 'question.created_at as asked_at'])
    .select(['question.content as question', 'answer.content as answer'])
    .where('replies.id', '=', replyId)
    .executeTakeFirst()
