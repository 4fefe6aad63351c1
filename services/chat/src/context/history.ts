import type { Config } from '../config.ts'
import type { ContextMessage } from '../conversations/messages.queries.ts'
import { contextOf } from '../conversations/messages.queries.ts'
import type { Db } from '../database.ts'
import type { ContextSubject } from './context-subject.ts'

/**
 * The question and the messages before it on its branch, oldest first: at most as many as the agent sets, or else
 * CONTEXT_MESSAGES.
 */
export async function history(
  { db, config }: { db: Db; config: Pick<Config, 'CONTEXT_MESSAGES'> },
  { agent, questionId, messages }: ContextSubject,
): Promise<ContextMessage[]> {
  return messages ?? contextOf(db, questionId, agent.context_messages ?? config.CONTEXT_MESSAGES)
}
