import type { Principal } from '@lingzhi/identity/principal'
import type { Agent } from '../agents/agents.queries.ts'
import type { AttachedFile } from '../attachments/attached-file.ts'
import type { Config } from '../config.ts'
import type { ReplyOptions } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { Worker } from '../generating/worker.ts'

/** What the functions of this folder need. */
export type AskingDeps = Pick<
  Deps,
  'db' | 'bus' | 'cache' | 'live' | 'filters' | 'generate' | 'outbox' | 'log' | 'now' | 'scenarios'
> & { config: Config; worker: Worker }

/** The reply that a caller wants: to a new question, or another one to an old question. */
export interface WantedReply {
  /** Null: a guest. */
  principal: Pick<Principal, 'userId'> | null
  agent: Agent
  /** The conversation to continue; without it a new one begins. */
  conversationId?: string
  /** The conversation is begun under that id. */
  begins?: boolean
  /** A new conversation is kept as a guest's is. */
  temporary?: boolean
  /** A new question. Undefined: another answer to the question `after`. */
  content?: string
  /** The message after which a new branch begins; null: at the very start; undefined: at the end of the active path. */
  after?: { id: string } | null
  /** The old question, where there is no new one. */
  asked?: string
  /** The files that the question names. */
  fileIds?: readonly string[]
  /** Of an edited question: those it had. */
  files?: AttachedFile[] | null
  /** The scenario that the request names. */
  scenarioId?: string
  /** It was named when the question was first asked: it may be gone since. */
  scenarioAgain?: boolean
  options: ReplyOptions
}
