import type { ChatRequest } from './chat-request.ts'
import { textOf } from './chat-request.ts'
import { countPromptTokens, countTokens } from './tokens.ts'

export interface Usage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  [detail: string]: unknown
}

export interface ToolCall {
  name: string
  /** JSON, as a string. */
  arguments: string
}

/** What an answer consists of, whatever the shape it travels in. */
export interface Said {
  content: string
  reasoning: string
  toolCalls: ToolCall[]
}

/** By the estimate of tokens.ts; reasoning counts as completion, as it does at every provider. */
export function estimateUsage(request: ChatRequest, said: Said): Usage {
  const prompt = countPromptTokens(request.messages.map(textOf))
  const reasoning = countTokens(said.reasoning)
  const tools = said.toolCalls.reduce((sum, call) => sum + countTokens(call.name + call.arguments), 0)
  const completion = countTokens(said.content) + reasoning + tools
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}
