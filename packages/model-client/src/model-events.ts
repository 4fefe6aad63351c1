import type { ChatCompletionCreateParams, CompletionUsage } from 'openai/resources'
import type { ModelConfig } from './model-config.ts'
import type { ToolCallDelta } from './provider-api.ts'

// What callers of generate() ask and get; everything here imports it, so it imports nothing that does anything.

/** A message in the form of OpenAI's API; what else it holds is passed on as it is. */
export interface ModelMessage {
  role: string
  content?: unknown
}

/** Members of the provider's request body that are passed on as they are. */
export type PassedOn = Pick<
  ChatCompletionCreateParams,
  'user' | 'tools' | 'tool_choice' | 'parallel_tool_calls' | 'response_format'
>

export interface GenerateRequest {
  agentId: number
  modelConfig: ModelConfig
  messages: ModelMessage[]
  userId: string | null
  signal: AbortSignal
  /** How much to think in the words of a caller, for providers that take those: theirs are finer than `thinking`. */
  effort?: string
  /** False: what the reader has seen cannot be taken back, so a failure after the first token is raised. */
  mayRestart?: boolean
  parameters?: PassedOn
}

/** What an answer took, as a provider counts it. */
export type TokenCounts = Pick<CompletionUsage, 'prompt_tokens' | 'completion_tokens' | 'total_tokens'>

export interface Usage extends TokenCounts {
  /** Counted by us, because the provider sent nothing usable. */
  estimated: boolean
  /** In the currency of the configured prices; null where none are. */
  cost: number | null
}

export type ModelEvent =
  | { type: 'reasoning'; text: string }
  | { type: 'content'; text: string }
  | { type: 'tool_calls'; calls: ToolCallDelta[] }
  /** Another call after the first token: everything before is void. `reason` is the code of the failure. */
  | { type: 'restart'; reason: string }
  | {
      type: 'end'
      finishReason: string
      usage: Usage
      model: string
      provider: string
      /** Calls made to providers, this one included. */
      attempts: number
    }

/** The provider of the last call, as the event `end` would have named it, and what that call may have cost. */
export type BrokenOff = Pick<
  Extract<ModelEvent, { type: 'end' }>,
  'usage' | 'model' | 'provider' | 'attempts'
>
