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

/** The parts of an answer, in whatever shape it is sent. */
export interface AnswerParts {
  content: string
  reasoning: string
  toolCalls: ToolCall[]
}

/** Usage by the estimate of tokens.ts; reasoning counts as completion, as at every provider. */
export function estimateUsage(request: ChatRequest, answer: AnswerParts): Usage {
  const prompt = countPromptTokens(request.messages.map(textOf))
  const reasoning = countTokens(answer.reasoning)
  const tools = answer.toolCalls.reduce((sum, call) => sum + countTokens(call.name + call.arguments), 0)
  const completion = countTokens(answer.content) + reasoning + tools
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning },
  }
}
