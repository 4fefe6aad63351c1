import type { ModelEvent } from '@lingzhi/model-client/model-events'
import { ModelError } from '@lingzhi/model-client/problems'
import type { Said } from './completion-shapes.ts'
import { completionShapes, joinToolCall } from './completion-shapes.ts'

/** Waits for the whole answer. */
export async function sendWhole(events: AsyncIterable<ModelEvent>, model: string) {
  let said: Said = { content: '', reasoning: '', toolCalls: [] }
  for await (const event of events) {
    if (event.type === 'restart') said = { content: '', reasoning: '', toolCalls: [] }
    else if (event.type === 'tool_calls') for (const call of event.calls) joinToolCall(said.toolCalls, call)
    else if (event.type === 'end') return completionShapes(model).whole(said, event.finishReason, event.usage)
    else said[event.type] += event.text
  }
  throw ModelError()
}
