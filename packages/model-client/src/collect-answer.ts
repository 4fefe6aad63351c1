import type { ModelEvent } from './generate.ts'
import type { Chunk } from './read-chunk.ts'
import { readUsage } from './usage.ts'

/** One attempt's answer so far: turns chunks into events and keeps what the end needs. */
export function collectAnswer() {
  const told = { finishReason: 'stop', usage: undefined as ReturnType<typeof readUsage>, text: '' }
  let spoke = false
  return {
    told,
    /** Whether a reader has seen something of this attempt. */
    get spoke() {
      return spoke
    },
    *take({ reasoning, content, toolCalls, finishReason, usage }: Chunk): Generator<ModelEvent> {
      if (finishReason) told.finishReason = finishReason
      told.usage = readUsage(usage) ?? told.usage
      told.text += reasoning + content
      for (const call of toolCalls)
        told.text += `${call.function?.name ?? ''}${call.function?.arguments ?? ''}`
      if (reasoning) yield { type: 'reasoning', text: reasoning }
      if (content) yield { type: 'content', text: content }
      if (toolCalls.length > 0) yield { type: 'tool_calls', calls: toolCalls }
      spoke ||= reasoning !== '' || content !== '' || toolCalls.length > 0
    },
  }
}
