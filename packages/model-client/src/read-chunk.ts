import type { ChatCompletionContentPartText } from 'openai/resources/chat/completions'
import { inBandFailure } from './failures.ts'
import type {
  ResponseBody,
  ResponseChoice,
  ResponseMessage,
  ToolCallDelta,
  Unchecked,
} from './provider-api.ts'
import { storable } from './storable.ts'

/** What one event of a stream, or the whole of an answer that was not streamed, says. */
export interface Chunk {
  reasoning: string
  content: string
  toolCalls: ToolCallDelta[]
  finishReason: string | undefined
  /** As it was sent; see readUsage. */
  usage: unknown
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const membersOf = <T>(value: unknown): Unchecked<T> => (isObject(value) ? value : {})

/**
 * Reads `choices[0]` in any of the shapes providers use: `delta` or `message`, reasoning under either of its
 * two names, text as a string or in parts. Raises the problem of an error that came inside a good status.
 */
export function readChunk(value: unknown): Chunk {
  const { error, choices, usage } = membersOf<ResponseBody>(value)
  if (error) throw inBandFailure(error)
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
  const { delta, message, finish_reason } = membersOf<ResponseChoice>(choice)
  const { reasoning_content, reasoning, content, refusal, tool_calls } = membersOf<ResponseMessage>(
    isObject(delta) ? delta : message,
  )
  return {
    reasoning: textOf(reasoning_content ?? reasoning),
    content: textOf(content) + textOf(refusal),
    toolCalls: toolCallsOf(tool_calls),
    finishReason: typeof finish_reason === 'string' ? storable(finish_reason, 64) || undefined : undefined,
    usage,
  }
}

export const saysSomething = ({ content, reasoning, toolCalls }: Chunk): boolean =>
  content !== '' || reasoning !== '' || toolCalls.length > 0

/** The text of a message's content, whether it is a string or comes in parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part) => membersOf<ChatCompletionContentPartText>(part).text)
    .map((text) => (typeof text === 'string' ? text : ''))
    .join('')
}

// Whole messages have no index: their place in the list is one.
function toolCallsOf(calls: unknown): ToolCallDelta[] {
  if (!Array.isArray(calls)) return []
  return calls.filter(isObject).map((call, at) => ({ index: at, ...call }) as ToolCallDelta)
}
