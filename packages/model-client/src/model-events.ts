import type { ChatCompletionCreateParams, CompletionUsage } from 'openai/resources'
import type { ToolCallDelta } from './provider-api.ts'
import type { ModelConfig } from './requests/model-config.ts'

// The types of generate()'s request and events. Every file here imports them, so this one has no code.

/** A message in the form of OpenAI's API; other members are passed on unchanged. */
export interface ModelMessage {
  role: string
  content?: unknown
}

/** Members of the provider's request body that are passed on unchanged. */
export type PassedOn = Pick<
  ChatCompletionCreateParams,
  'user' | 'tools' | 'tool_choice' | 'parallel_tool_calls' | 'response_format'
>

/** One JSON object that an answer must be. */
export interface StructuredOutput {
  /** At most 64 of letters, digits, _ and -, as OpenAI's API takes it. */
  name: string
  /** JSON Schema of an object. */
  schema: Record<string, unknown>
}

export interface GenerateRequest {
  agentId: number
  modelConfig: ModelConfig
  messages: ModelMessage[]
  userId: string | null
  /** Whose failures these are: a user, or a guest's network; undefined: nobody's in particular. */
  caller?: string | undefined
  /** The caller set parameters in place of the agent's: what their refusal teaches is about this caller alone. */
  choosesParameters?: boolean
  signal: AbortSignal
  /** The caller's `reasoning_effort`, for providers that take it: it is finer than `thinking`. */
  effort?: string
  /** False: the reader's text cannot be voided, so a failure after the first token is raised. */
  mayRestart?: boolean
  parameters?: PassedOn
  /** True: a model that refuses tools is asked without them. Otherwise that refusal is raised. */
  toolsOptional?: boolean
  /** The answer must be one JSON object; it is asked for in the surest way that the model takes, and not checked here. */
  structured?: StructuredOutput
  /**
   * Called once with the messages that a model finds too long, and sent again if it returns any. Without it, or when it
   * returns none, CONTEXT_LENGTH_EXCEEDED is raised.
   */
  shorten?: (messages: readonly ModelMessage[], hint: TooLong) => ModelMessage[] | undefined
  /** Called before an answer with the names of parameters that its model does not take as they were asked for. */
  onChanged?: (parameters: string[]) => void
}

/** What a model that found a request too long said of it, in its own tokens. */
export interface TooLong {
  /** The most it takes. */
  limit?: number
  /** What it counted. */
  count?: number
}

/** An answer's tokens, as a provider counts them. */
export type TokenCounts = Pick<CompletionUsage, 'prompt_tokens' | 'completion_tokens' | 'total_tokens'>

export interface Usage extends TokenCounts {
  /** True: counted by us, because the provider sent no usable usage. */
  estimated: boolean
  /** In the currency of the configured prices; null without prices. */
  cost: number | null
}

/** Members of a message that OpenAI's API does not know, as the provider sent them. */
export type MoreMembers = Record<string, unknown>

export type ModelEvent =
  | { type: 'reasoning'; text: string }
  | { type: 'content'; text: string }
  /** `more`: members of the message, such as signatures, that the provider wants back with these calls or with others. */
  | { type: 'tool_calls'; calls: ToolCallDelta[]; more?: MoreMembers }
  /** Another call after the first token: all text so far is void. `reason` is the code of the failure. */
  | { type: 'restart'; reason: string }
  | {
      type: 'end'
      finishReason: string
      usage: Usage
      model: string
      provider: string
      /** Calls made to providers, the last one included. */
      attempts: number
    }

/** The members of `end` for an answer that was broken off: the last call, and what it may have cost. */
export type BrokenOff = Pick<
  Extract<ModelEvent, { type: 'end' }>,
  'usage' | 'model' | 'provider' | 'attempts'
>
