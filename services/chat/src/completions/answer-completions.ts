import type { ReadCompletion } from '@lingzhi/contracts/chat-completions'
import { problem } from '@lingzhi/contracts/problem'
import type { Static } from 'typebox'
import type { Db } from '../database.ts'
import { findCompletion } from './completions.queries.ts'

export const CompletionNotFound = problem('COMPLETION_NOT_FOUND', 404, {
  zh: '没有这个生成任务',
  en: 'No such completion.',
  check: 'COMPLETION_KEEP_H: how long texts are kept after the end.',
})

/** What became of a completion; COMPLETION_NOT_FOUND for another user's, and for one whose value was removed. */
export async function readCompletion(
  db: Db,
  { id, user_id }: Static<typeof ReadCompletion.request>,
): Promise<Static<typeof ReadCompletion.result>> {
  const found = await findCompletion(db, id)
  if (!found || found.user_id !== user_id || (found.status === 'completed' && found.messages === null))
    throw CompletionNotFound()
  const { status, value, problem, usage, model, tries } = found
  return {
    status,
    model,
    tries,
    ...(value !== null && { value }),
    ...(problem !== null && { problem }),
    ...(usage !== null && { usage }),
  }
}
