import type { Db } from '../database.ts'

/** The composition of an answer, and whose conversation it is in; undefined for anything but an answer. */
export const findComposition = (db: Db, messageId: string) =>
  db
    .selectFrom('replies')
    .innerJoin('conversations', 'conversations.id', 'replies.conversation_id')
    .select([
      'message_id',
      'replies.id as reply_id',
      'replies.agent_id',
      'composition',
      'conversations.user_id',
    ])
    .where('message_id', '=', messageId)
    .executeTakeFirst()
