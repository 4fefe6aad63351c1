import type { ModelMessage, TooLong } from '@lingzhi/model-client/model-events'
import { fitTokens, splitPrompt, sumTokens } from './fit-window.ts'

/** Our estimate may be below the provider's count, which is not known for each message. */
const margin = 0.9

/**
 * The context again for a model that said it is too long: as much of the newest turns as its hint allows by our estimate,
 * but half of the conversation at most. Prompt and question always stay; undefined when there was nothing else.
 */
export function shortenContext<M extends ModelMessage>(
  messages: readonly M[],
  { limit, count }: TooLong = {},
): M[] | undefined {
  const { prompt, conversation } = splitPrompt(messages)
  if (conversation.length <= 1) return undefined
  const promptTokens = sumTokens(prompt)
  const half = promptTokens + sumTokens(conversation) / 2
  // Both are in the provider's tokens, so their ratio holds for ours.
  const allowed = limit && count && count > limit ? (sumTokens(messages) * limit * margin) / count : half
  return fitTokens(messages, Math.min(half, allowed))
}
