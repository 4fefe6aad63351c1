import { roughTokens } from '@lingzhi/model-client/count-tokens'

/** What a message costs beside its text. */
const perMessage = 4
/** Held free for the answer when the agent does not say how long it may be: this share of the window. */
const answerShare = 0.25

/**
 * Leaves out the oldest messages of a conversation until the rest fits a model's window beside its answer. The
 * prompt, which comes first, and the question, which comes last, always stay. Tokens are estimated by length
 * (0.6 for a Chinese character, a quarter for any other): counting them would cost more than it saves, and a
 * window is better not filled to its rim anyway.
 */
export function fitWindow<M extends { content: string }>(
  messages: readonly M[],
  window: number | undefined,
  answerMax: number | undefined,
): M[] {
  if (window === undefined) return [...messages]
  const forAnswer = Math.min(answerMax ?? Number.POSITIVE_INFINITY, window * answerShare)
  const [prompt, ...said] = messages
  const kept: M[] = []
  let left = window - forAnswer - (prompt ? costOf(prompt) : 0)
  for (const message of said.reverse()) {
    left -= costOf(message)
    if (left < 0 && kept.length > 0) break
    kept.unshift(message)
  }
  return prompt ? [prompt, ...kept] : kept
}

const costOf = ({ content }: { content: string }) => roughTokens(content) + perMessage
