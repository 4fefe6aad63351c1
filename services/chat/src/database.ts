import type { ImportBatch } from '@lingzhi/contracts/chat-import'
import type { Usage } from '@lingzhi/model-client/model-events'
import type { ModelConfig } from '@lingzhi/model-client/requests/model-config'
import type { FilterAction, FilterPlace, FilterRule } from '@lingzhi/text-filters/filter-rules'
import type { ColumnType, Generated, JSONColumnType, Kysely } from 'kysely'
import type { Static } from 'typebox'
import type { AgentDefinition } from './agents/agent-shape.ts'
import type { StoredProblem } from './reading/stored-problem.ts'

export interface AgentsTable {
  id: Generated<number>
  name: string
  description: string
  system_prompt: string
  model_config: ModelConfig
  /** Null: the service's CONTEXT_MESSAGES. */
  context_messages: number | null
  shared_cache: boolean
  visibility: 'public' | 'hidden'
  status: 'active' | 'deleted'
  sort_order: number
  version: number
  /** Counts changes of its filters; 0: it has none of its own. */
  filters_version: Generated<number>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface ConversationsTable {
  id: string
  /** Null for a guest's. */
  user_id: string | null
  agent_id: number
  title: string
  title_source: 'none' | 'question' | 'model' | 'user'
  title_terms: unknown
  pinned: Generated<boolean>
  archived: Generated<boolean>
  /** Messages on the active path that a reader can see. */
  message_count: Generated<number>
  created_at: Date
  last_active: Date
  /** Of a user, yet in no list, search or export, and it ends as a guest's does. */
  temporary: Generated<boolean>
  /** When it was last renamed, pinned or archived, or was imported; null: never. Set by a trigger. */
  changed_at: Generated<Date | null>
  /** What it was imported as: its own id there, or a digest of it and its origin. */
  source_id: Generated<string | null>
  /** Equals changed_at for as long as nobody has changed it here. */
  imported_at: Generated<Date | null>
}

export interface MessagesTable {
  id: string
  conversation_id: string
  parent_id: string | null
  /** Distance from the beginning of the conversation, from 1. */
  depth: number
  active: boolean
  role: 'user' | 'assistant'
  status: 'pending' | 'complete' | 'stopped' | 'failed'
  content: string
  reasoning: Generated<string>
  terms: unknown
  created_at: Date
  /** When it last joined or left the active path, or was imported; null: never. Set by a trigger. */
  changed_at: Generated<Date | null>
  /** What it was imported as. */
  source_id: Generated<string | null>
}

/** The caller's options for one reply. */
export interface ReplyOptions {
  format?: 'markdown' | 'text'
  /** The answer is neither taken from the cache nor stored there. */
  noCache?: boolean
}

export type ReplyStatus = 'queued' | 'running' | 'completed' | 'stopped' | 'failed'

export interface RepliesTable {
  id: string
  conversation_id: string
  question_id: string
  message_id: string
  user_id: string | null
  /** A digest of the network a guest asked from, while the reply is unfinished. */
  guest_network: Generated<string | null>
  agent_id: number
  status: ReplyStatus
  attempt: Generated<number>
  worker_id: Generated<string | null>
  stop_requested: Generated<boolean>
  nudged_at: Generated<Date>
  options: ReplyOptions
  request_id: string
  model: Generated<string | null>
  provider: Generated<string | null>
  /** Calls made to providers. */
  attempts: Generated<number | null>
  finish_reason: Generated<string | null>
  problem: Generated<StoredProblem | null>
  usage: Generated<Usage | null>
  runs: Generated<number[]>
  cached: Generated<boolean>
  /** Given elsewhere: its usage is shown and never charged. */
  imported: Generated<boolean>
  created_at: Date
  started_at: Generated<Date | null>
  first_token_at: Generated<Date | null>
  ended_at: Generated<Date | null>
}

/** Totals of a user's answers by one model for one agent on one day; the nil UUID stands for all guests. */
export interface UsageDaysTable {
  user_id: string
  /** YYYY-MM-DD in the deployment's time zone. */
  day: string
  model: string
  /** 0: not known. */
  agent_id: Generated<number>
  answers: number
  prompt_tokens: number
  completion_tokens: number
  /** A `numeric`, which the driver returns as text. */
  cost: string
}

export interface FeedbackTable {
  message_id: string
  user_id: string
  type: 'like' | 'dislike' | 'correct'
  comment: string | null
  /** The answer's; set by a trigger. */
  agent_id: Generated<number | null>
  created_at: Date
  updated_at: Date
}

export interface AgentFiltersTable {
  agent_id: number
  /** Written as JSON text. */
  rules: ColumnType<FilterRule[], string, string>
  changed_by: string
  changed_at: Date
}

/** What became of a batch of an import. */
export interface ImportBatchesTable {
  job_id: string
  seq: number
  user_id: string
  result: JSONColumnType<Static<typeof ImportBatch.result>>
  stored_at: Date
}

/** Filter hits in a text, by rule: never the text itself. */
export interface FilterHitsTable {
  id: string
  at: Date
  place: FilterPlace
  rule: string
  action: FilterAction
  count: number
  agent_id: number
  user_id: string | null
  /** Null for a blocked question, and for completions at /v1, which are not stored. */
  reply_id: string | null
}

export interface Database {
  agents: AgentsTable
  agent_versions: {
    agent_id: number
    version: number
    definition: AgentDefinition
    changed_by: string | null
    changed_at: Generated<Date>
  }
  conversations: ConversationsTable
  messages: MessagesTable
  workers: { id: string; seen_at: Date }
  replies: RepliesTable
  usage_days: UsageDaysTable
  feedback: FeedbackTable
  agent_filters: AgentFiltersTable
  filter_hits: FilterHitsTable
  import_batches: ImportBatchesTable
  deleted_users: { user_id: string; deleted_at: Date }
}

export type Db = Kysely<Database>
