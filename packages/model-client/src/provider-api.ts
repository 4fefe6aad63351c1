import type {
  ChatCompletionChunk,
  ChatCompletionCreateParamsStreaming,
} from 'openai/resources/chat/completions'

// The request to a provider and parts of its response, based on OpenAI's own types so that a member renamed there fails to
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

/** A piece of a streamed tool call, with whatever further members its provider sent. */
export type ToolCallDelta = ChatCompletionChunk.Choice.Delta.ToolCall

/** The two names under which providers send reasoning. */
export interface ReasoningMembers {
  /** DeepSeek, Doubao, Qwen, GLM, Kimi. */
  reasoning_content?: string | null
  /** OpenRouter, Groq, vLLM. */
  reasoning?: string | null
}
