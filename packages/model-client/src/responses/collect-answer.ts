import type { ModelEvent, TokenCounts } from '../model-events.ts'
import type { Chunk } from './chunk.ts'
import { hasContent } from './chunk.ts'
import { readUsage } from './usage.ts'

/**
 * Turns one call's chunks into events and keeps what `end` needs. `voided` is the code of the failure that left the
 * reader with a partial answer: a restart then precedes everything else.
 */
export function collectAnswer(voided?: string) {
  const summary = { finishReason: 'stop', usage: undefined as Partial<TokenCounts> | undefined, text: '' }
  let started = false
  let restarted = voided === undefined

  function restart(): ModelEvent[] {
    if (restarted || voided === undefined) return []
    restarted = true
    return [{ type: 'restart', reason: voided }]
  }

  return {
    summary,
    /** Whether a reader has received part of this call's answer. */
    get started() {
      return started
    },
    take(chunk: Chunk): ModelEvent[] {
      const { reasoning, content, toolCalls, more, finishReason, usage } = chunk
      if (finishReason) summary.finishReason = finishReason
      if (usage) summary.usage = readUsage(usage) ?? summary.usage
      if (!hasContent(chunk)) return []
      const events = restart()
      if (chunk.voids) {
        if (started) events.push({ type: 'restart', reason: 'what had come were thoughts' })
        summary.text = ''
      }
      summary.text += reasoning + content
      for (const call of toolCalls)
        summary.text += `${call.function?.name ?? ''}${call.function?.arguments ?? ''}`
      if (reasoning) events.push({ type: 'reasoning', text: reasoning })
      if (content) events.push({ type: 'content', text: content })
      if (more) events.push({ type: 'tool_calls', calls: toolCalls, more })
      else if (toolCalls.length > 0) events.push({ type: 'tool_calls', calls: toolCalls })
      started = true
      return events
    },
    /** The events before `end`: a restart, if one is due and the answer turned out to be empty. */
    finish: restart,
  }
}
