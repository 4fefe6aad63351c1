import { storableText } from '../storable-text.ts'
import { raiseError } from './find-error.ts'
import { reasoningIn, textOf } from './read-text.ts'

/** What one message, or one piece of one, says. */
export interface Said {
  reasoning: string
  content: string
  /** Unchecked; see joinToolCalls. */
  calls: unknown[]
  /** Members that a provider wants back with its tool calls: signatures, and thoughts in its own form. */
  more?: Record<string, unknown>
}

/** One JSON object of a response as it came. */
export interface RawChunk {
  delta: Said
  /** A message as a whole, which may repeat what was said before. */
  message: Said | undefined
  finishReason: string | undefined
  /** Unchecked; see readUsage. */
  usage: unknown
}

type Members = Record<string, unknown>
const isObject = (value: unknown) => typeof value === 'object' && value !== null
const membersOf = (value: unknown): Members =>
  typeof value === 'object' && value !== null ? (value as Members) : {}

/**
 * Reads the choice with index 0 in any of the shapes that providers use. Raises the problem of an error sent with a status
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
    delta: readMessage(choice.delta === undefined && choice.message === undefined ? choice : delta),
    message: choice.message ? readMessage(membersOf(choice.message)) : undefined,
    finishReason,
    usage: body.usage ?? choice.usage ?? delta.usage ?? membersOf(body.x_groq).usage,
  }
}

/** Only the choice with index 0 counts, wherever it stands. */
function choiceOf(choices: unknown): Members {
  if (!Array.isArray(choices)) return {}
  const first = choices[0]
  if (choices.length === 1 && membersOf(first).index === 0) return first as Members
  return membersOf(choices.find((choice) => Number(membersOf(choice).index ?? 0) === 0))
}

function readMessage(message: Members): Said {
  const { content, refusal, text, tool_calls, function_call, extra_content, reasoning_details } = message
  const calls = tool_calls ? [tool_calls].flat() : []
  const said: Said = {
    reasoning: reasoningIn(message),
    content: textOf(content ?? text) + textOf(refusal),
    calls,
  }
  if (isObject(extra_content) || isObject(reasoning_details))
    said.more = {
      ...(extra_content ? { extra_content } : {}),
      ...(reasoning_details ? { reasoning_details } : {}),
    }
  // What OpenAI's API had before tool calls.
  return function_call && calls.length === 0
    ? { ...said, calls: [{ index: 0, function: function_call }] }
    : said
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
  return reasons[name] ?? (storableText(reason.trim(), 64) || undefined)
}
