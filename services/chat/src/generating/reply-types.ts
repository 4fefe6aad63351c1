import type { Usage } from '@lingzhi/model-client/model-events'
import type { Selectable } from 'kysely'
import type { Agent } from '../agents/agents.queries.ts'
import type { Config } from '../config.ts'
import type { ContextMessage } from '../conversations/messages.queries.ts'
import type { RepliesTable, ReplyStatus } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { AgentFilters } from '../filters/open-filters.ts'
import type { StoredProblem } from '../reading/stored-problem.ts'
import type { PersonalChoices } from '../scenarios/scenarios.queries.ts'

/** A reply's row as its worker took it. */
export type TakenReply = Selectable<RepliesTable>

/** What the functions of this folder need. */
export type GeneratingDeps = Pick<
  Deps,
  'db' | 'bus' | 'cache' | 'live' | 'generate' | 'filters' | 'tools' | 'outbox' | 'log' | 'now'
> & { config: Config; workerId: string }

/** A reply that this worker holds. */
export interface HeldReply {
  taken: TakenReply
  /** Aborted with a Cut. */
  life: AbortController
  known?: AlreadyRead
}

/** What asking has read already, so that generating need not read it again. */
export interface AlreadyRead {
  agent: Agent
  filters: AgentFilters
  /** What the choice of its scenario depended on. */
  choices: PersonalChoices
  /** The whole conversation, when it is new. */
  messages?: ContextMessage[]
}

/** How a reply ended, as it is stored. */
export interface Ending {
  status: Exclude<ReplyStatus, 'queued' | 'running'>
  attempt: number
  /** Null: no worker ran it. */
  workerId: string | null
  finishReason: string
  problem: StoredProblem | null
  usage: Usage | null
  model: string | null
  provider: string | null
  /** Calls made to providers; null when none was made. */
  providerCalls: number | null
  cached: boolean
  /** How often the guard held an answer back; null: there was none. */
  heldBack: number | null
  /** Lengths of the stretches of reasoning and content, in turn, beginning with reasoning. */
  runs: readonly number[]
  firstTokenAt: Date | null
  endedAt: Date
}
