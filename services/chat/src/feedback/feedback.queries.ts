import type { Db } from '../database.ts'

/** An answer in one of this user's conversations; undefined for anything else. */
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

/** Stores a user's feedback on a message, replacing any earlier one. */
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
