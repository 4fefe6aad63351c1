import type { Agent } from '../agents/agents.queries.ts'
import type { ContextMessage } from '../conversations/messages.queries.ts'

/** Who asks whom; the input of every instruction, at both doors. */
export interface InstructionsSubject {
  agent: Pick<Agent, 'id' | 'system_prompt'>
  /** Null for a guest. */
  userId: string | null
}

/** What a context is assembled for; the input of every other part. */
export interface ContextSubject extends InstructionsSubject {
  agent: Agent
  questionId: string
  /** The whole conversation, if it is known without a query. */
  messages?: ContextMessage[]
}
