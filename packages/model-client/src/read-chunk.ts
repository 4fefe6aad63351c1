import { inBandFailure } from './failures.ts'
import { storable } from './storable.ts'

/** A piece of a tool call as providers stream it; passed on as it came. */
export interface ToolCallDelta {
  index: number
  id?: string
  type?: string
  function?: { name?: string; arguments?: string }
}

/** What one event of a stream, or the whole of an unstreamed reply, said. */
export interface Chunk {
  reasoning: string
  content: string
  toolCalls: ToolCallDelta[]
  finishReason: string | undefined
  /** As told; see readUsage. */
  usage: unknown
}

type Members = Record<string, unknown>
const isObject = (value: unknown): value is Members => typeof value === 'object' && value !== null

/**
 * Reads `choices[0]` in any of the shapes providers use: `delta` or `message`, reasoning under either of its
 * two names, text as a string or in parts. Raises the problem of an error that came inside a good status.
 */
export function readChunk(value: unknown): Chunk {
  const { error, choices, usage } = isObject(value) ? value : ({} as Members)
  if (error) throw inBandFailure(error)
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined
  const { delta, message, finish_reason } = isObject(choice) ? choice : ({} as Members)
  const said = isObject(delta) ? delta : isObject(message) ? message : {}
  return {
    reasoning: textOf(said.reasoning_content ?? said.reasoning),
    content: textOf(said.content) + textOf(said.refusal),
    toolCalls: toolCallsOf(said.tool_calls),
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
  return content.map((part) => (isObject(part) && typeof part.text === 'string' ? part.text : '')).join('')
}

// Whole messages have no index: their place in the list is one.
function toolCallsOf(calls: unknown): ToolCallDelta[] {
  if (!Array.isArray(calls)) return []
  return calls.filter(isObject).map((call, at) => ({ index: at, ...call }))
}
