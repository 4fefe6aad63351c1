import type { Agent } from '../agents/agents.queries.ts'
import type { ContextMessage } from '../conversations/messages.queries.ts'

/** What a context is assembled for; the input of every part. */
export interface ContextSubject {
  agent: Agent
  questionId: string
  /** The whole conversation, if it is known without a query. */
  messages?: ContextMessage[]
}
