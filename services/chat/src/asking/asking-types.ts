import type { Principal } from '@lingzhi/identity/principal'
import type { Agent } from '../agents/agents.queries.ts'
import type { Config } from '../config.ts'
import type { ReplyOptions } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { Worker } from '../generating/worker.ts'

/** What the functions of this folder need. */
export type AskingDeps = Pick<
  Deps,
  'db' | 'bus' | 'cache' | 'live' | 'filters' | 'generate' | 'outbox' | 'log' | 'now'
> & { config: Config; worker: Worker }

/** The reply that a caller wants: to a new question, or another one to an old question. */
export interface WantedReply {
  /** Null: a guest. */
  principal: Principal | null
  agent: Agent
  /** The conversation to continue; without it a new one begins. */
  conversationId?: string
  /** A new conversation is kept as a guest's is. */
  temporary?: boolean
  /** A new question. Undefined: another answer to the question `after`. */
  content?: string
  /** The message after which a new branch begins; null: at the very start; undefined: at the end of the active path. */
  after?: { id: string } | null
  options: ReplyOptions
}
