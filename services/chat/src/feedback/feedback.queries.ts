import type { Db } from '../database.ts'

/** An answer in a conversation of this user's own; undefined for anything else. */
export function findOwnAnswer(db: Db, messageId: string, userId: string) {
  return db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select(['messages.id', 'conversation_id'])
    .where('messages.id', '=', messageId)
    .where('conversations.user_id', '=', userId)
    .where('role', '=', 'assistant')
    .executeTakeFirst()
}

/** One per user and message: another replaces it. Undefined when the message has gone meanwhile. */
export function saveFeedback(
  db: Db,
  feedback: {
    messageId: string
    userId: string
    type: 'like' | 'dislike' | 'correct'
    comment: string | null
    at: Date
  },
) {
  const { messageId: message_id, userId: user_id, type, comment, at } = feedback
  return db
    .insertInto('feedback')
    .values({ message_id, user_id, type, comment, created_at: at, updated_at: at })
    .onConflict((conflict) =>
      conflict.columns(['message_id', 'user_id']).doUpdateSet({ type, comment, updated_at: at }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function deleteFeedbackOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('feedback').where('user_id', '=', userId).execute()
}
