import type { ImportBatch } from '@lingzhi/contracts/chat-import'
import type { ReplyBlock, ReplyGuard } from '@lingzhi/contracts/chat-replies'
import type { PlacedPart } from '@lingzhi/contracts/tool-parts'
import type { Usage } from '@lingzhi/model-client/model-events'
import type { ModelConfig } from '@lingzhi/model-client/requests/model-config'
import type { FilterAction, FilterPlace, FilterRule } from '@lingzhi/text-filters/filter-rules'
import type { ColumnType, Generated, JSONColumnType, Kysely } from 'kysely'
import type { Static } from 'typebox'
import type { AgentDefinition } from './agents/agent-shape.ts'
import type { AttachedFile } from './attachments/attached-file.ts'
import type { CompositionRecord } from './context/composition-shape.ts'
import type { StoredProblem } from './reading/stored-problem.ts'
import type { ScenarioMatch } from './scenarios/match-shape.ts'
import type { ScenarioDefinition } from './scenarios/scenario-shape.ts'
import type { CatalogueTool } from './tools/read-catalogue.ts'

export interface AgentsTable {
  id: Generated<number>
  name: string
  description: string
  system_prompt: string
  model_config: ModelConfig
  /** Null: the service's CONTEXT_MESSAGES. */
  context_messages: number | null
  shared_cache: boolean
  /** Which tools its models may use; null: all that there are. */
  allowed_tools: ColumnType<string[] | null, string | null | undefined, string | null>
  visibility: 'public' | 'hidden'
  status: 'active' | 'deleted'
  sort_order: number
  version: number
  /** Counts changes of its filters; 0: it has none of its own. */
  filters_version: Generated<number>
  created_at: Generated<Date>
  updated_at: Generated<Date>
  /** By which other services name it; null: none does. */
  slug: Generated<string | null>
}

/** Which agent came from which of a replaced system. */
interface ImportedAgentsTable {
  source: string
  origin: string
  agent_id: number
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
  /** What an import has brought of it, in bytes. */
  imported_bytes: Generated<number>
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
  /** Those that a question names; null: none. */
  files: JSONColumnType<AttachedFile[] | null, string | null | undefined, string | null>
  terms: unknown
  created_at: Date
  /** When it last joined or left the active path, or was imported; null: never. Set by a trigger. */
  changed_at: Generated<Date | null>
  /** What it was imported as. */
  source_id: Generated<string | null>
  /** What readers were told of its calls of tools; null: it made none. */
  tool_parts: ColumnType<PlacedPart[] | null, never, string>
}

/** The caller's options for one reply. */
export interface ReplyOptions {
  format?: 'markdown' | 'text'
  /** The answer is neither taken from the cache nor stored there. */
  noCache?: boolean
  /** Which scenario is in effect, and why. */
  match?: ScenarioMatch
  /** Skills that the request names, by their ids. */
  skills?: string[]
  /** The caller's preferences are left out. */
  personalize?: false
  /** What the service that asked has its model told besides. */
  blocks?: ReplyBlock[]
  /** What the answer must not say. */
  guard?: ReplyGuard
  /** Most messages before the question that its model is shown. */
  historyMax?: number
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
  /** What shaped the answer; null: it has not ended, or ended without a model. */
  composition: Generated<CompositionRecord | null>
  /** How often the guard held an answer back; null: there was none. */
  held_back: Generated<number | null>
  /** Until when it waits for a decision of its asker's; null: it does not. */
  waits_until: Generated<Date | null>
  /** How often it has waited. */
  waits: Generated<number>
}

/** A server of tools, as administrators name it. */
export interface ToolServersTable {
  id: string
  name: string
  url: string
  /** A JSON object, sealed; null: none. */
  headers: Buffer | null
  header_names: ColumnType<string[], string, string>
  /** The names of the tools that may reach a model. */
  allow: ColumnType<string[], string, string>
  enabled: boolean
  status: 'unchecked' | 'ok' | 'failing'
  problem: string | null
  checked_at: Date | null
  catalogue: ColumnType<CatalogueTool[], string, string>
  created_at: Date
  updated_at: Date
}

/** What a model said before it was given results. */
export interface ToolRoundsTable {
  reply_id: string
  round: number
  content: string
  reasoning: string
  message: ColumnType<Record<string, unknown>, string, never>
  usage: ColumnType<Usage, string, never>
  model: string
  provider: string
  provider_calls: number
  created_at: Date
}

export type ToolCallStatus =
  | 'waiting_approval'
  | 'approved'
  | 'running'
  | 'completed'
  | 'failed'
  | 'denied'
  | 'timed_out'
  | 'unknown'

export interface ToolCallsTable {
  id: string
  reply_id: string
  round: number
  place: number
  call_id: string
  name: string
  server_id: string | null
  server: string | null
  tool: string
  arguments: ColumnType<Record<string, unknown> | null, string | null, never>
  /** Read-only or idempotent by its server's word: it may be made twice. */
  repeatable: boolean
  status: ToolCallStatus
  attempt: number
  result: string | null
  /** The result was longer than what is kept of it. */
  truncated: Generated<boolean>
  decided_at: Generated<Date | null>
  created_at: Date
  started_at: Generated<Date | null>
  ended_at: Generated<Date | null>
}

/** Totals of a user's answers by one model for one agent and purpose on one day; the nil UUID stands for all guests. */
export interface UsageDaysTable {
  user_id: string
  /** YYYY-MM-DD in the deployment's time zone. */
  day: string
  model: string
  /** 0: not known. */
  agent_id: Generated<number>
  /** `chat`: answers; anything else: what completions were for. */
  purpose: Generated<string>
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

/** What a person's feedback says of answers to come. */
export interface PreferencesTable {
  id: string
  user_id: string
  kind: 'style' | 'length' | 'format' | 'language' | 'tone' | 'topic' | 'avoid' | 'correction'
  statement: string
  normalized: string
  scope: 'all' | 'agent' | 'scenario'
  scope_id: string | null
  state: 'active' | 'pinned' | 'edited' | 'rejected' | 'superseded' | 'retired'
  source: 'learned' | 'user'
  reason: string | null
  version: number
  created_at: Date
  updated_at: Date
}

export interface PreferenceRunsTable {
  id: string
  period_start: Date | null
  trigger: 'hourly' | 'admin' | 'user'
  started_by: string | null
  users: number
  started_at: Date
}

export interface PreferenceTasksTable {
  id: string
  run_id: string
  user_id: string
  status: 'queued' | 'running' | 'completed' | 'skipped' | 'failed'
  worker_id: Generated<string | null>
  digest: Generated<string | null>
  model_calls: Generated<number>
  tokens: Generated<number>
  added: Generated<number>
  dropped: Generated<number>
  problem: Generated<string | null>
  created_at: Date
  ended_at: Generated<Date | null>
}

/** Instructions in a file of their own. */
export interface SkillsTable {
  id: string
  name: string
  description: string
  category: string
  body: string
  allowed_tools: ColumnType<string[] | null, string | null, string | null>
  always_apply: boolean
  is_public: boolean
  is_official: boolean
  is_default: boolean
  status: 'draft' | 'published' | 'archived' | 'deleted'
  /** The file as it came. */
  source: Buffer
  source_type: 'md' | 'zip'
  created_by: string | null
  version: number
  created_at: Date
  updated_at: Date
}

/** What an agent is for just now. */
export interface ScenariosTable {
  id: string
  name: string
  description: string
  category: string
  meta: ColumnType<ScenarioDefinition['meta'], string, string>
  system_prompt: string
  allowed_tools: ColumnType<string[] | null, string | null, string | null>
  recommended_model: string | null
  skills: ColumnType<string[], string, string>
  /** Null: came with the deployment. */
  created_by: string | null
  is_public: boolean
  /** Published by an administrator. */
  is_official: boolean
  is_default: boolean
  status: 'active' | 'inactive' | 'deleted'
  version: number
  created_at: Date
  updated_at: Date
}

/** One object that a model makes for the platform itself. Its texts are null once they were removed. */
export interface CompletionsTable {
  id: string
  /** Null: the deployment's own. */
  user_id: string | null
  /** What for; usage is told by it. */
  purpose: string
  schema_name: string
  schema: ColumnType<Record<string, unknown> | null, string, null>
  messages: ColumnType<{ role: string; content: string }[] | null, string, null>
  /** Of its user's, shown with the last message. */
  file_ids: ColumnType<string[] | null, string | null | undefined, null>
  seed: number | null
  priority: 'person' | 'batch'
  status: 'queued' | 'running' | 'completed' | 'failed'
  attempt: Generated<number>
  worker_id: Generated<string | null>
  /** Calls to the model, repairs included. */
  tries: Generated<number>
  value: ColumnType<unknown, string | null | undefined, string | null>
  problem: ColumnType<StoredProblem | null, string | null | undefined, string | null>
  usage: ColumnType<Usage | null, string | null | undefined, string | null>
  model: Generated<string | null>
  provider: Generated<string | null>
  request_id: string | null
  created_at: Date
  ended_at: Generated<Date | null>
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
  imported_agents: ImportedAgentsTable
  completions: CompletionsTable
  scenarios: ScenariosTable
  scenario_versions: {
    scenario_id: string
    version: number
    definition: ColumnType<ScenarioDefinition, string, string>
    changed_by: string | null
    changed_at: Date
  }
  preferences: PreferencesTable
  preference_versions: {
    preference_id: string
    version: number
    statement: string
    state: PreferencesTable['state']
    changed_at: Date
  }
  preference_evidence: { preference_id: string; message_id: string }
  preference_settings: { user_id: string; learning: boolean; applying: boolean; updated_at: Date }
  preference_runs: PreferenceRunsTable
  preference_tasks: PreferenceTasksTable
  implicit_feedback: {
    id: string
    user_id: string
    message_id: string | null
    type: 'regenerate' | 'implicit_retry' | 'implicit_modify'
    created_at: Date
  }
  skills: SkillsTable
  skill_versions: {
    skill_id: string
    version: number
    source: Buffer
    source_type: 'md' | 'zip'
    changed_by: string | null
    changed_at: Date
  }
  user_skills: {
    user_id: string
    skill_id: string
    /** Null: as it is for everybody. */
    enabled: Generated<boolean | null>
    uses: Generated<number>
  }
  user_scenario_configs: {
    user_id: string
    scenario_ids: ColumnType<string[], string, string>
    custom_prompt: string
    pinned: string | null
    auto_match: boolean
    updated_at: Date
  }
  session_scenario_configs: {
    conversation_id: string
    scenario_ids: ColumnType<string[], string, string>
    custom_prompt: string
    updated_at: Date
  }
  system_defaults: {
    key: string
    value: ColumnType<unknown, string, string>
    updated_by: string | null
    updated_at: Date
  }
  system_prompts: {
    id: string
    name: string
    description: string
    category: string
    content: string
    /** Whether people see it and may use it for themselves. */
    is_public: boolean
    created_by: string | null
    created_at: Date
    updated_at: Date
  }
  user_configs: {
    user_id: string
    system_prompt: string
    system_prompt_id: string | null
    /** In place of the agents'; null: theirs. */
    model: string | null
    allowed_tools: ColumnType<string[] | null, string | null, string | null>
    max_turns: number | null
    updated_at: Date
  }
  tool_servers: ToolServersTable
  tool_rounds: ToolRoundsTable
  tool_calls: ToolCallsTable
  deleted_users: { user_id: string; deleted_at: Date }
}

export type Db = Kysely<Database>
