import type { ReplyBlock } from '@lingzhi/contracts/chat-replies'
import type { Agent } from '../agents/agents.queries.ts'
import type { ContextMessage } from '../conversations/messages.queries.ts'
import type { ScenarioMatch } from '../scenarios/match-shape.ts'
import type { PersonalChoices } from '../scenarios/scenarios.queries.ts'

/** Who asks whom; the input of every instruction, at both doors. */
export interface InstructionsSubject {
  agent: Pick<Agent, 'id' | 'name' | 'version' | 'system_prompt'>
  /** Null for a guest. */
  userId: string | null
  /** What was chosen for the question; nothing at `/v1`, whose callers write their own prompts. */
  shaping?: Shaping
}

/** What besides the agent shapes an answer. */
export interface Shaping {
  questionId: string
  /** Which scenario is in effect, and why; null: from before there were any. */
  match: ScenarioMatch | null
  /** Skills that the request names. */
  skillIds?: string[]
  /** False: the person’s preferences are left out of this answer. */
  personalize?: boolean
  /** What the service that asked has the model told besides. */
  blocks?: ReplyBlock[]
  /** What was read for that choice. */
  choices: PersonalChoices
}

/** What reading the files of a conversation takes. */
export interface FilesSubject extends Pick<InstructionsSubject, 'userId'> {
  signal: AbortSignal
  /** A file's text as the agent's filters pass it; undefined: they block it. */
  filterText: (text: string) => Promise<string | undefined>
}

/** What a context is assembled for; the input of every other part. */
export interface ContextSubject extends InstructionsSubject, FilesSubject {
  agent: Agent
  questionId: string
  /** Most messages before the question; without it as many as the agent or the deployment sets. */
  historyMax?: number
  /** The whole conversation, if it is known without a query. */
  messages?: ContextMessage[]
}
