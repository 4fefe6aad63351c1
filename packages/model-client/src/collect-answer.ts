import type { ModelEvent, TokenCounts } from './model-events.ts'
import type { Chunk } from './read-chunk.ts'
import { saysSomething } from './read-chunk.ts'
import { readUsage } from './usage.ts'

/**
 * One call's answer so far: turns chunks into events and keeps what the end needs. `voided` is the code of the
 * failure that left the reader with half an answer: a restart then comes before everything else.
 */
export function collectAnswer(voided?: string) {
  const summary = { finishReason: 'stop', usage: undefined as TokenCounts | undefined, text: '' }
  let spoke = false
  let restarted = voided === undefined

  function* restart(): Generator<ModelEvent> {
    if (restarted || voided === undefined) return
    restarted = true
    yield { type: 'restart', reason: voided }
  }

  return {
    summary,
    /** Whether a reader has seen something of this call. */
    get spoke() {
      return spoke
    },
    *take(chunk: Chunk): Generator<ModelEvent> {
      const { reasoning, content, toolCalls, finishReason, usage } = chunk
      if (finishReason) summary.finishReason = finishReason
      summary.usage = readUsage(usage) ?? summary.usage
      if (!saysSomething(chunk)) return
      summary.text += reasoning + content
      for (const call of toolCalls)
        summary.text += `${call.function?.name ?? ''}${call.function?.arguments ?? ''}`
      yield* restart()
      if (reasoning) yield { type: 'reasoning', text: reasoning }
      if (content) yield { type: 'content', text: content }
      if (toolCalls.length > 0) yield { type: 'tool_calls', calls: toolCalls }
      spoke = true
    },
    /** What goes before `end`: a restart, if the answer turned out to be empty. */
    finish: restart,
  }
}
