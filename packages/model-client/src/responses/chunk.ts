import type { ToolCallDelta } from '../provider-api.ts'

/** What is new in one piece of a response. */
export interface Chunk {
  reasoning: string
  content: string
  toolCalls: ToolCallDelta[]
  /** Members of the message to give on as they are; see Said. */
  more?: Record<string, unknown> | undefined
  finishReason: string | undefined
  /** Unchecked; see readUsage. */
  usage: unknown
  /** The provider said something, even if it cannot be passed on yet; false: only a sign of life. */
  spoke: boolean
  /** Whether the answer may be complete by now: a finish reason came, and nothing was said after it. */
  finish: 'no' | 'likely' | 'sure'
  /** All text before is void; this chunk has it again, in its right place. */
  voids: boolean
}

/** A chunk that says nothing. */
export const silence: Chunk = {
  reasoning: '',
  content: '',
  toolCalls: [],
  more: undefined,
  finishReason: undefined,
  usage: undefined,
  spoke: false,
  finish: 'no',
  voids: false,
}

/** Whether a chunk holds anything for readers. */
export const hasContent = ({ content, reasoning, toolCalls, more }: Chunk): boolean =>
  content !== '' || reasoning !== '' || toolCalls.length > 0 || more !== undefined
