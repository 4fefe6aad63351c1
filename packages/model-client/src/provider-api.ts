import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions'

// The request to a provider and its response, based on OpenAI's own types so that a member renamed there fails to
// compile here, with the members that other providers have added.

/** Members that control thinking; each provider takes one of them. */
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

/** A piece of a streamed tool call; passed on unchanged. */
export type ToolCallDelta = ChatCompletionChunk.Choice.Delta.ToolCall

/** The two names under which providers send reasoning. */
export interface ReasoningMembers {
  /** DeepSeek, Doubao, Qwen, GLM, Kimi. */
  reasoning_content?: string | null
  /** OpenRouter, Groq, vLLM. */
  reasoning?: string | null
}

/** One event of a stream, a whole unstreamed answer, or an error in place of either. */
export type ResponseBody = Pick<ChatCompletionChunk, 'usage'> & { choices: ResponseChoice[]; error?: unknown }
export type ResponseChoice = Pick<ChatCompletionChunk.Choice, 'delta'> &
  Pick<ChatCompletion.Choice, 'message' | 'finish_reason'>
export type ResponseMessage = ChatCompletionChunk.Choice.Delta & ReasoningMembers

/** The members of T with unknown types: providers may send anything, so their reader must check. */
export type Unchecked<T> = { [Name in keyof T]?: unknown }
