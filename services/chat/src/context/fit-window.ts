import type { ModelMessage } from '@lingzhi/model-client/model-events'
import { roughTokens } from '@lingzhi/model-client/responses/count-tokens'
import { textOf } from '@lingzhi/model-client/responses/read-text'

/** Tokens a message costs besides its text. */
const perMessage = 4
/** A message, and what pictures it has. */
interface Measured extends ModelMessage {
  tool_calls?: unknown
  pictures?: { tokens: number }[]
}

/** The share of the window left for the answer when the agent sets no `max_tokens`. */
const answerShare = 0.25

/** Tokens of a window that are left for prompt and conversation. */
export const roomFor = (window: number, answerMax: number | undefined): number =>
  window - Math.min(answerMax ?? Number.POSITIVE_INFINITY, window * answerShare)

/**
 * Leaves out the oldest turns of a conversation until the rest fits a model's window beside its answer. The prompt, which
 * comes first, and the question, which comes last, always stay; what stays begins with a question. Tokens are estimated
 * by length (0.6 for a Chinese character, a quarter for any other): an exact count would cost more than it saves, because
 * a window should not be filled to the last token anyway.
 */
export function fitWindow<M extends Measured>(
  messages: readonly M[],
  window: number | undefined,
  answerMax: number | undefined,
): M[] {
  return window === undefined ? [...messages] : fitTokens(messages, roomFor(window, answerMax))
}

/** The same for a number of tokens. */
export function fitTokens<M extends Measured>(messages: readonly M[], tokensMax: number): M[] {
  const { prompt, conversation } = splitPrompt(messages)
  let left = tokensMax - sumTokens(prompt)
  let from = conversation.length - 1
  for (let at = from; at >= 0; at--) {
    left -= sumTokens([conversation[at]!])
    if (left < 0) break
    // An answer may only stay with its question.
    if (conversation[at]?.role === 'user') from = at
  }
  return [...prompt, ...conversation.slice(Math.max(0, from))]
}

/** The system message, if there is one, and what follows it. */
export function splitPrompt<M extends Measured>(messages: readonly M[]) {
  const prompt = messages.slice(0, messages[0]?.role === 'system' ? 1 : 0)
  return { prompt, conversation: messages.slice(prompt.length) }
}

/** Estimated. */
export const sumTokens = (messages: readonly Measured[]): number =>
  messages.reduce((sum, message) => sum + tokensOf(message), 0)

const tokensOf = ({ content, tool_calls, pictures = [] }: Measured): number =>
  roughTokens(textOf(content)) +
  (tool_calls ? roughTokens(JSON.stringify(tool_calls)) : 0) +
  perMessage +
  pictures.reduce((sum, { tokens }) => sum + tokens, 0)
