import { roughTokens } from '@lingzhi/model-client/responses/count-tokens'

/** Tokens a message costs besides its text. */
const perMessage = 4
/** The share of the window left for the answer when the agent sets no `max_tokens`. */
const answerShare = 0.25

/**
 * Leaves out the oldest messages of a conversation until the rest fits a model's window beside its answer. The
 * prompt, which comes first, and the question, which comes last, always stay. Tokens are estimated by length
 * (0.6 for a Chinese character, a quarter for any other): an exact count would cost more than it saves, because a
 * window should not be filled to the last token anyway.
 */
export function fitWindow<M extends { content: string }>(
  messages: readonly M[],
  window: number | undefined,
  answerMax: number | undefined,
): M[] {
  if (window === undefined) return [...messages]
  const forAnswer = Math.min(answerMax ?? Number.POSITIVE_INFINITY, window * answerShare)
  const [prompt, ...conversation] = messages
  const kept: M[] = []
  let left = window - forAnswer - (prompt ? costOf(prompt) : 0)
  for (const message of conversation.reverse()) {
    left -= costOf(message)
    if (left < 0 && kept.length > 0) break
    kept.unshift(message)
  }
  return prompt ? [prompt, ...kept] : kept
}

const costOf = ({ content }: { content: string }) => roughTokens(content) + perMessage
