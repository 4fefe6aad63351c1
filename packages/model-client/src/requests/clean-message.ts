import { isBlank } from '@lingzhi/contracts/invisible'
import type { ModelMessage } from '../model-events.ts'
import { withoutThoughts } from './without-thoughts.ts'

/** A message with the members that this folder reads; others are kept as they came. */
export interface Message extends ModelMessage {
  content: string | Part[] | null
  name?: unknown
  tool_calls?: ToolCall[]
  tool_call_id?: unknown
}
export interface Part {
  type: string
  text?: unknown
}
export interface ToolCall {
  id?: unknown
  type?: unknown
  function?: { name?: unknown; arguments?: unknown }
}

/**
 * Members of an answer that mean nothing in a question about it, and what clients keep beside a message for themselves;
 * providers refuse the ones they do not know.
 */
const notSent = new Set([
  ...['refusal', 'annotations', 'function_call', 'parsed', 'finish_reason', 'logprobs', 'usage', 'model'],
  ...['id', 'created', 'created_at', 'createdAt', 'updated_at', 'updatedAt', 'timestamp', 'status'],
  ...['metadata', 'parts', 'toolInvocations', 'experimental_attachments'],
])
/** Thoughts. With tool calls they stay: DeepSeek, Kimi and Gemini want them back while tools are at work. */
const thoughts = new Set(['reasoning', 'reasoning_content', 'reasoning_details', 'thinking'])

/** Whether a provider may look at what a member of this name holds; the others are not sent, or are thoughts. */
export const isShown = (name: string): boolean =>
  name === 'function_call' || !(notSent.has(name) || thoughts.has(name))

const thoughtParts = new Set(['thinking', 'redacted_thinking', 'reasoning'])
const textParts = new Set(['text', 'input_text', 'output_text', 'refusal'])

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One message of any client in the form that every provider takes: roles, texts and tool calls in one spelling each. */
export function cleanMessage(given: ModelMessage): Message {
  const { role, content, ...members } = given as ModelMessage & Record<string, unknown>
  const isAnswer = role === 'assistant'
  const calls = isAnswer ? toolCallsOf(members) : []
  const kept = Object.entries(members).filter(
    ([name, value]) =>
      !isNothing(value) &&
      !notSent.has(name) &&
      name !== 'tool_calls' &&
      (calls.length > 0 || !thoughts.has(name)),
  )
  const text = contentOf(content ?? (isAnswer ? members.refusal : undefined), isAnswer)
  return {
    role: role === 'developer' ? 'system' : role === 'function' ? 'tool' : role,
    content: isAnswer && typeof text === 'string' ? withoutThoughts(text) : text,
    ...Object.fromEntries(kept),
    ...(calls.length > 0 && { tool_calls: calls }),
  }
}

export const hasNoContent = ({ content }: Pick<Message, 'content'>): boolean =>
  content === null || (typeof content === 'string' ? isBlank(content) : content.length === 0)

/** Text alone as one string, for many providers take nothing else; with images or files, the parts. */
function contentOf(content: unknown, isAnswer: boolean): string | Part[] {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  const parts: Part[] = content.map((part) => (isObject(part) ? asText(part) : asText({ text: part })))
  const told = parts.filter(
    ({ type, text }) =>
      !(isAnswer && thoughtParts.has(type)) && !(type === 'text' && isBlank(String(text ?? ''))),
  )
  return told.every(({ type }) => type === 'text') ? told.map(({ text }) => text).join('\n') : told
}

function asText(part: Record<string, unknown>): Part {
  const { type = 'text', text, refusal } = part
  if (!textParts.has(String(type))) return part as unknown as Part
  return { ...part, type: 'text', text: text ?? refusal ?? '' }
}

/** The calls of an answer, also that of the `function_call` which they replaced. */
function toolCallsOf({ tool_calls, function_call }: Record<string, unknown>): ToolCall[] {
  const given = Array.isArray(tool_calls) ? tool_calls.filter(isObject) : []
  const calls = given.length === 0 && isObject(function_call) ? [{ function: function_call }] : given
  return calls.map(({ index: _, ...call }: Record<string, unknown>) => {
    if (!isObject(call.function)) return call
    return {
      ...call,
      type: call.type ?? 'function',
      function: { ...call.function, arguments: argumentsOf(call.function.arguments) },
    }
  })
}

/** Arguments as JSON: templates read them, and a call that was cut off would end its conversation for good. */
function argumentsOf(given: unknown): string {
  if (typeof given !== 'string') return JSON.stringify(given ?? {})
  if (isBlank(given)) return '{}'
  try {
    JSON.parse(given)
    return given
  } catch {
    return JSON.stringify({ unreadable: given })
  }
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
