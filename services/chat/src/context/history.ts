import type { Config } from '../config.ts'
import { contextOf } from '../conversations/messages.queries.ts'
import type { Db } from '../database.ts'
import type { ContextSubject } from './context-subject.ts'
import type { ToldMessage } from './tool-history.ts'
import { withCalls } from './tool-history.ts'

/**
 * The question and the messages before it on its branch, oldest first: at most as many as the agent sets, or else
 * CONTEXT_MESSAGES, unless whoever asked set another number. Answers for which tools were called come with their calls and results.
 */
export async function history(
  { db, config }: { db: Db; config: Pick<Config, 'CONTEXT_MESSAGES'> },
  { agent, questionId, messages, historyMax }: ContextSubject,
): Promise<ToldMessage[]> {
  if (messages) return messages
  const most = historyMax === undefined ? undefined : historyMax + 1
  const found = await contextOf(db, questionId, most ?? agent.context_messages ?? config.CONTEXT_MESSAGES)
  return found.some(({ calledIn }) => calledIn) ? withCalls(db, found) : found
}
