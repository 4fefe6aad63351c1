import type { Principal } from '@lingzhi/identity/principal'
import type { Agent } from '../agents/agents.queries.ts'
import type { Config } from '../config.ts'
import type { ReplyOptions } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { Worker } from '../generating/worker.ts'

/** What asking works with. */
export type AskingContext = Pick<
  Deps,
  'db' | 'bus' | 'cache' | 'live' | 'filters' | 'outbox' | 'log' | 'now'
> & { config: Config; worker: Worker }

/** What a person asks for: an answer to a new question, or another one to an old question. */
export interface Asked {
  /** Null: a guest. */
  principal: Principal | null
  agent: Agent
  /** The conversation to go on with; without one a new one begins. */
  conversationId?: string
  /** A new question. Left out for another answer to the question `after`. */
  content?: string
  /** The message to go on after, on a branch of its own; the end of the active path when left out. */
  after?: { id: string } | null
  options: ReplyOptions
}
