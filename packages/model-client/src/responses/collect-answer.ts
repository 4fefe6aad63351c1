import type { ModelEvent, TokenCounts } from '../model-events.ts'
import type { Chunk } from './read-response.ts'
import { hasContent } from './read-response.ts'
import { readUsage } from './usage.ts'

/**
 * Turns one call's chunks into events and keeps what `end` needs. `voided` is the code of the failure that left the
 * reader with a partial answer: a restart then precedes everything else.
 */
export function collectAnswer(voided?: string) {
  const summary = { finishReason: 'stop', usage: undefined as Partial<TokenCounts> | undefined, text: '' }
  let started = false
  let restarted = voided === undefined

  function* restart(): Generator<ModelEvent> {
    if (restarted || voided === undefined) return
    restarted = true
    yield { type: 'restart', reason: voided }
  }

  return {
    summary,
    /** Whether a reader has received part of this call's answer. */
    get started() {
      return started
    },
    *take(chunk: Chunk): Generator<ModelEvent> {
      const { reasoning, content, toolCalls, more, finishReason, usage } = chunk
      if (finishReason) summary.finishReason = finishReason
      summary.usage = readUsage(usage) ?? summary.usage
      if (!hasContent(chunk)) return
      if (chunk.voids) {
        if (started) yield { type: 'restart', reason: 'what had come were thoughts' }
        summary.text = ''
      }
      summary.text += reasoning + content
      for (const call of toolCalls)
        summary.text += `${call.function?.name ?? ''}${call.function?.arguments ?? ''}`
      yield* restart()
      if (reasoning) yield { type: 'reasoning', text: reasoning }
      if (content) yield { type: 'content', text: content }
      if (more) yield { type: 'tool_calls', calls: toolCalls, more }
      else if (toolCalls.length > 0) yield { type: 'tool_calls', calls: toolCalls }
      started = true
    },
    /** The events before `end`: a restart, if one is due and the answer turned out to be empty. */
    finish: restart,
  }
}
