import { storableText } from '../storable-text.ts'
import { isNotice, raiseError } from './find-error.ts'
import { isMarkedThought, reasoningIn, textOf } from './read-text.ts'

/** What one message, or one piece of one, says. */
export interface Said {
  reasoning: string
  content: string
  /** Thoughts that came as content with a flag, and may have marks around them as well. */
  flagged: string
  /** Unchecked; see joinToolCalls. */
  calls: unknown[]
  /** Members that a provider wants back with its tool calls: signatures, and thoughts in its own form. */
  more?: Record<string, unknown> | undefined
}

/** One JSON object of a response as it came. */
export interface RawChunk {
  delta: Said
  /** A message as a whole, which may repeat what was said before. */
  message: Said | undefined
  finishReason: string | undefined
  /** Unchecked; see readUsage. */
  usage: unknown
  /** The object, if it is words for people and no answer: a notice, or a failure if nothing follows. */
  notice: object | undefined
}

type Members = Record<string, unknown>
const isObject = (value: unknown) => typeof value === 'object' && value !== null
const nothing: Members = {}
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : nothing

/**
 * Reads the only choice in any of the shapes that providers use. Raises the problem of an error sent with a status
 * of 200.
 */
export function readChunk(value: object): RawChunk {
  const body = value as Members
  const choice = choiceOf(body.choices)
  const delta = membersOf(choice.delta)
  const reason =
    choice.finish_reason ??
    delta.finish_reason ??
    membersOf(choice.message).finish_reason ??
    choice.finishReason ??
    body.finish_reason
  const finishReason = finishReasonOf(reason)
  raiseError(body, choice, finishReason)
  return {
    delta: readMessage(choice.delta === undefined && choice.message === undefined ? choice : delta, choice),
    message: choice.message ? readMessage(membersOf(choice.message), choice) : undefined,
    finishReason,
    notice: choice === nothing && isNotice(body) ? body : undefined,
    usage: body.usage ?? choice.usage ?? delta.usage ?? membersOf(body.x_groq).usage,
  }
}

/** Other choices are left out before; see chooseChoice. */
const choiceOf = (choices: unknown): Members => membersOf(Array.isArray(choices) ? choices[0] : choices)

function readMessage(message: Members, choice: Members): Said {
  const { content, refusal, text, tool_calls, function_call, extra_content, reasoning_details } = message
  const words = textOf(content ?? text)
  const thinks = words !== '' && (isMarkedThought(message) || isMarkedThought(choice))
  const calls = tool_calls ? [tool_calls].flat() : Array.isArray(content) ? content.filter(isCall) : []
  const said: Said = {
    reasoning: reasoningIn(message),
    content: (thinks ? '' : words) + textOf(refusal),
    flagged: thinks ? words : '',
    calls,
  }
  if (isObject(extra_content) || isObject(reasoning_details)) said.more = moreOf(message)
  // What OpenAI's API had before tool calls.
  return function_call && calls.length === 0
    ? { ...said, calls: [{ index: 0, function: function_call }] }
    : said
}

/** A part of Anthropic's models that calls a tool. */
const isCall = (part: unknown) => membersOf(part).type === 'tool_use'

/** Members to give on, if they hold anything but the flag that a text is thoughts. */
function moreOf({ extra_content, reasoning_details }: Members): Members | undefined {
  const { google } = membersOf(extra_content)
  const { thought: _, ...others } = membersOf(google)
  const flagOnly = isObject(google) && Object.keys(others).length === 0
  const kept = flagOnly && Object.keys(membersOf(extra_content)).length === 1 ? undefined : extra_content
  if (!kept && !reasoning_details) return undefined
  return { ...(kept ? { extra_content: kept } : {}), ...(reasoning_details ? { reasoning_details } : {}) }
}

/** The names that other APIs have for the reasons of OpenAI's. Further ones stay as they are. */
const reasons: Record<string, string> = {
  stop_sequence: 'stop',
  end_turn: 'stop',
  eos: 'stop',
  eos_token: 'stop',
  complete: 'stop',
  completed: 'stop',
  finished: 'stop',
  stopped: 'stop',
  done: 'stop',
  max_tokens: 'length',
  max_output_tokens: 'length',
  max_length: 'length',
  model_length: 'length',
  length_limit: 'length',
  token_limit: 'length',
  context_window_exceeded: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  tool_call: 'tool_calls',
  function_call: 'tool_calls',
  sensitive: 'content_filter',
  content_filtered: 'content_filter',
  safety: 'content_filter',
  recitation: 'content_filter',
  prohibited_content: 'content_filter',
  blocklist: 'content_filter',
  spii: 'content_filter',
  refusal: 'content_filter',
  error_toxic: 'content_filter',
  guardrail_intervened: 'content_filter',
}
const own = new Set(['stop', 'length', 'tool_calls', 'content_filter'])

function finishReasonOf(reason: unknown): string | undefined {
  if (typeof reason !== 'string') return undefined
  const name = reason
    .trim()
    .toLowerCase()
    .replace(/^finish_reason_/, '')
  if (own.has(name)) return name
  if (name === '' || name === 'null' || name === 'none') return undefined
  // Gemini's door adds its own word: "content_filter: SAFETY".
  const first = name.split(':')[0]!.trim()
  if (own.has(first)) return first
  return reasons[name] ?? (storableText(reason.trim(), 64) || undefined)
}
