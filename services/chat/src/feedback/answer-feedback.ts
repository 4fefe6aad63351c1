import type { GiveFeedback } from '@lingzhi/contracts/chat-replies'
import { isBlank } from '@lingzhi/contracts/invisible'
import { withoutNul } from '@lingzhi/contracts/shapes'
import type { Static } from 'typebox'
import { MessageNotFound } from '../conversations/problems.ts'
import type { Deps } from '../deps.ts'
import { findOwnAnswer, storeFeedback } from './feedback.queries.ts'

/** Rates an answer for another service; MESSAGE_NOT_FOUND for another user's. */
export async function answerFeedback(
  { db, outbox, now }: Pick<Deps, 'db' | 'outbox' | 'now'>,
  { message_id, user_id, type, comment }: Static<typeof GiveFeedback.request>,
): Promise<Static<typeof GiveFeedback.result>> {
  const answer = await findOwnAnswer(db, message_id, user_id)
  if (!answer) throw MessageNotFound()
  const text = withoutNul(comment ?? '').trim()
  await storeFeedback(db, {
    messageId: answer.id,
    userId: user_id,
    type,
    comment: isBlank(text) ? null : text,
    at: now(),
  })
  outbox.wake()
  return { message_id }
}
