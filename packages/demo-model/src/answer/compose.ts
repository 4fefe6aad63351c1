import type { ChatRequest } from '../chat-request.ts'
import { wantsThinking } from '../chat-request.ts'
import { truncateToTokens } from '../tokens.ts'
import type { ToolCall } from '../usage.ts'
import { chineseAnswer, chineseReasoning } from './chinese.ts'
import { contextOf } from './context.ts'
import { demandedObject } from './demanded-object.ts'
import { englishAnswer, englishReasoning } from './english.ts'
import { titleFor } from './title.ts'
import { requiredToolCall } from './tool-call.ts'

export interface Answer {
  reasoning: string
  content: string
  toolCall?: ToolCall
  finishReason: 'stop' | 'length' | 'tool_calls'
}

/** The demo model's whole answer; the same request always gets the same one. */
export function composeAnswer(request: ChatRequest, model: string): Answer {
  const context = contextOf(request, model)
  const title = titleFor(request)
  const think = context.chinese ? chineseReasoning : englishReasoning
  const reasoning = wantsThinking(request) && title === undefined ? think(context) : ''
  const toolCall = requiredToolCall(request)
  if (toolCall) return { reasoning, content: '', toolCall, finishReason: 'tool_calls' }
  const object = demandedObject(request, context.chinese)
  if (object !== undefined) return { reasoning: '', content: object, finishReason: 'stop' }
  const content = title ?? (context.chinese ? chineseAnswer(context) : englishAnswer(context))
  return { reasoning, ...limited(content, request) }
}

/** `stop` ends before the first occurrence; `max_tokens` bounds the content, not the reasoning. */
function limited(content: string, request: ChatRequest): Pick<Answer, 'content' | 'finishReason'> {
  const stops = [request.stop ?? []].flat().filter((stop) => stop !== '')
  const ends = stops.map((stop) => content.indexOf(stop)).filter((at) => at >= 0)
  const stopped = ends.length > 0 ? content.slice(0, Math.min(...ends)) : content
  const tokensMax = request.max_completion_tokens ?? request.max_tokens ?? Infinity
  const kept = truncateToTokens(stopped, tokensMax)
  return { content: kept, finishReason: kept.length < stopped.length ? 'length' : 'stop' }
}
