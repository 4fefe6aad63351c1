import { textOf } from '../responses/read-text.ts'
import type { Message, ToolCall } from './clean-message.ts'
import { cleanMessage, hasNoContent } from './clean-message.ts'

/**
 * Puts each tool's result behind the message that called it, under an id of its own. Calls without a result are left out,
 * as are results of calls that were cut off at the front; any other result becomes part of what the user says.
 */
export function pairTools(messages: readonly Message[]): Message[] {
  const paired: Message[] = []
  for (let at = 0; at < messages.length; at++) {
    const message = messages[at]!
    if (message.role === 'tool') {
      if (paired.length > 0 && !hasNoContent(message)) paired.push(asUser(message))
    } else if (message.tool_calls) {
      const results = resultsAfter(messages, at)
      paired.push(...answered(message, message.tool_calls, results))
      at += results.length
    } else paired.push(message)
  }
  return paired
}

function resultsAfter(messages: readonly Message[], at: number): Message[] {
  let end = at + 1
  while (messages[end]?.role === 'tool') end += 1
  return messages.slice(at + 1, end)
}

/** The calling message with the calls that have results, those results, and the results nobody called for. */
function answered(message: Message, calls: readonly ToolCall[], given: readonly Message[]): Message[] {
  const left = [...given]
  const ids = new Set<string>()
  const kept: ToolCall[] = []
  const results: Message[] = []
  for (const call of calls) {
    const n = indexOfResult(left, call)
    if (n === -1) continue
    const [result] = left.splice(n, 1)
    const id = freeId(call.id, ids)
    kept.push({ ...call, id })
    const content = result && !hasNoContent(result) ? result.content : '(no output)'
    results.push({ ...result, role: 'tool', content, tool_call_id: id })
  }
  const { tool_calls: _, ...said } = message
  const caller = kept.length > 0 ? { ...message, tool_calls: kept } : cleanMessage(said)
  const orphans = left.filter((result) => !hasNoContent(result)).map(asUser)
  return [caller, ...results, ...orphans]
}

/** By id; of results without one, the first, or the first of that function. */
function indexOfResult(results: readonly Message[], { id, function: called }: ToolCall): number {
  const byId = id ? results.findIndex(({ tool_call_id }) => tool_call_id === id) : -1
  if (byId !== -1) return byId
  return results.findIndex(({ tool_call_id, name }) => !tool_call_id && (!name || name === called?.name))
}

function freeId(given: unknown, taken: Set<string>): string {
  const wanted = typeof given === 'string' && given !== '' ? given : `call_${taken.size}`
  let id = wanted
  for (let n = 2; taken.has(id); n++) id = `${wanted}_${n}`
  taken.add(id)
  return id
}

const asUser = ({ content }: Message): Message => ({
  role: 'user',
  content: `Result of a tool:\n${typeof content === 'string' ? content : textOf(content)}`,
})
