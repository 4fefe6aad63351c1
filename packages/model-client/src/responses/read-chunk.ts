import type { ChatCompletionContentPartText } from 'openai/resources/chat/completions'
import { inBandFailure } from '../failures/failures.ts'
import type {
  ResponseBody,
  ResponseChoice,
  ResponseMessage,
  ToolCallDelta,
  Unchecked,
} from '../provider-api.ts'
import { storableText } from './storable-text.ts'

/** The content of one event of a stream, or of a whole unstreamed answer. */
export interface Chunk {
  reasoning: string
  content: string
  toolCalls: ToolCallDelta[]
  finishReason: string | undefined
  /** Unchecked; see readUsage. */
  usage: unknown
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
const membersOf = <T>(value: unknown): Unchecked<T> => (isObject(value) ? value : {})

/**
 * Reads `choices[0]` in any of the shapes providers use: `delta` or `message`, reasoning under either of its
 * two names, text as a string or in parts. Raises the problem of an error sent with a status of 200.
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
    finishReason:
      typeof finish_reason === 'string' ? storableText(finish_reason, 64) || undefined : undefined,
    usage,
  }
}

/** Whether a chunk holds text or tool calls. */
export const hasContent = ({ content, reasoning, toolCalls }: Chunk): boolean =>
  content !== '' || reasoning !== '' || toolCalls.length > 0

/** The text of a message's content, which is a string or a list of parts. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part) => membersOf<ChatCompletionContentPartText>(part).text)
    .map((text) => (typeof text === 'string' ? text : ''))
    .join('')
}

// Tool calls of whole messages have no index, so their place in the list is used.
function toolCallsOf(calls: unknown): ToolCallDelta[] {
  if (!Array.isArray(calls)) return []
  return calls.filter(isObject).map((call, at) => ({ index: at, ...call }) as ToolCallDelta)
}
