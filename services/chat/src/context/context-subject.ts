import type { Agent } from '../agents/agents.queries.ts'
import type { ContextMessage } from '../conversations/messages.queries.ts'

/** The question that a model's context is put together for: what every part may draw on. */
export interface ContextSubject {
  agent: Agent
  questionId: string
  /** The whole conversation, where it is known without reading it. */
  said?: ContextMessage[]
}
