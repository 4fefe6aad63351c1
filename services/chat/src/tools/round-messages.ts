import type { GenerateRequest, ModelMessage, TooLong } from '@lingzhi/model-client/model-events'
import type { ToolCallRow, ToolRoundRow } from './tool-calls.queries.ts'

/** A round as its model is told it: what it said and called, then a result for each call, all of them plain data. */
export function messagesOfRound(
  { content, reasoning, message }: Pick<ToolRoundRow, 'content' | 'reasoning' | 'message'>,
  calls: readonly Pick<ToolCallRow, 'call_id' | 'status' | 'result' | 'place'>[],
): ModelMessage[] {
  const said: ModelMessage & Record<string, unknown> = {
    role: 'assistant',
    content: content.trim() === '' ? null : content.trim(),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...message,
  }
  const results = calls.map(({ call_id, status, result }): ModelMessage & Record<string, unknown> => ({
    role: 'tool',
    tool_call_id: call_id,
    content: textOf(status, result ?? ''),
  }))
  return [said, ...results]
}

function textOf(status: ToolCallRow['status'], result: string): string {
  if (status === 'completed') return result === '' ? '(no output)' : result
  if (status === 'denied') return result === '' ? 'Not done: the user did not allow it.' : result
  return result === '' ? `Error: ${status}` : `Error: ${result}`
}

/** What is left of a result that must make room. */
const shortChars = 1_000

/**
 * The messages again for a model that found them too long: the conversation as without tools, and of the results of tools the beginnings. The
 * calls stay whole. Undefined: nothing can be made shorter.
 */
export function shortenRounds(
  request: GenerateRequest,
  sent: readonly ModelMessage[],
  rounds: number,
  hint: TooLong,
): ModelMessage[] | undefined {
  if (rounds === 0) return request.shorten?.(sent, hint)
  const before = request.shorten?.(request.messages, hint)
  const tail = sent.slice(sent.length - rounds)
  const shorter = tail.map((message) => {
    const { role, content } = message
    if (role !== 'tool' || typeof content !== 'string' || content.length <= shortChars) return message
    return {
      ...message,
      content: `${content.slice(0, shortChars).toWellFormed()}\n[Cut: there was no room for more.]`,
    }
  })
  const isShorter = shorter.some((message, at) => message !== tail[at])
  return before || isShorter ? [...(before ?? request.messages), ...shorter] : undefined
}
