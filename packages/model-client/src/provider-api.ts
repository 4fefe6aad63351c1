import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions'

// What goes to a provider and comes back from it, named by OpenAI's own types, so that a member that is renamed
// there no longer compiles here; and what other providers have added to that API.

/** Members that say whether to think, and how much; each provider takes one of them. */
export interface ThinkingParameters extends Pick<ChatCompletionCreateParamsStreaming, 'reasoning_effort'> {
  /** Doubao, DeepSeek, GLM, Kimi. */
  thinking?: { type: string; budget_tokens?: number }
  /** Qwen, SiliconFlow. */
  enable_thinking?: boolean
  thinking_budget?: number
  /** OpenRouter. */
  reasoning?: { enabled?: boolean; max_tokens?: number }
}

export type RequestBody = ChatCompletionCreateParamsStreaming & ThinkingParameters

/** A piece of a tool call as providers stream it; passed on as it came. */
export type ToolCallDelta = ChatCompletionChunk.Choice.Delta.ToolCall

/** The two names under which providers send what a model thinks. */
export interface ReasoningMembers {
  /** DeepSeek, Doubao, Qwen, GLM, Kimi. */
  reasoning_content?: string | null
  /** OpenRouter, Groq, vLLM. */
  reasoning?: string | null
}

/** One event of a stream, or the whole of an answer that was not streamed; or an error in place of either. */
export type ResponseBody = Pick<ChatCompletionChunk, 'usage'> & { choices: ResponseChoice[]; error?: unknown }
export type ResponseChoice = Pick<ChatCompletionChunk.Choice, 'delta'> &
  Pick<ChatCompletion.Choice, 'message' | 'finish_reason'>
export type ResponseMessage = ChatCompletionChunk.Choice.Delta & ReasoningMembers

/** The members of T, by name only: whether a provider sent what it should is for the reader to check. */
export type Unchecked<T> = { [Name in keyof T]?: unknown }
