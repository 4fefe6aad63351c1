import { ModelError } from '@lingzhi/model-client/failures/problems'
import type { ModelEvent } from '@lingzhi/model-client/model-events'
import type { WholeAnswer } from './completion-shapes.ts'
import { completionShapes, joinMembers, joinToolCall } from './completion-shapes.ts'

/** The response with the whole answer, once it is complete. Raises MODEL_ERROR if it never is. */
export async function sendWhole(events: AsyncIterable<ModelEvent>, model: string) {
  let answer = emptyAnswer()
  for await (const event of events) {
    if (event.type === 'restart') answer = emptyAnswer()
    else if (event.type === 'tool_calls') {
      for (const call of event.calls) joinToolCall(answer.toolCalls, call)
      if (event.more) joinMembers(answer.more, event.more)
    } else if (event.type === 'end')
      return completionShapes(model).whole(answer, event.finishReason, event.usage)
    else answer[event.type] += event.text
  }
  throw ModelError()
}

const emptyAnswer = (): WholeAnswer => ({ content: '', reasoning: '', toolCalls: [], more: {} })
