import { ContextLengthExceeded } from '@lingzhi/model-client/failures/problems'
import type { GenerateRequest } from '@lingzhi/model-client/model-events'
import { countsAbove } from '@lingzhi/model-client/responses/counts-above'
import { textOf } from '@lingzhi/model-client/responses/read-text'
import { sumTokens } from '../context/fit-window.ts'

/** Tokens that providers add to each message. */
const perMessage = 3
/** The share of the window that an answer may claim: many clients send a `max_tokens` that leaves no room for a question. */
const answerShare = 0.5

/**
 * Raises CONTEXT_LENGTH_EXCEEDED, before anything is spent, for a request that its model's window cannot hold. Here the
 * caller keeps the conversation, so nothing is left out of it silently: clients of OpenAI's API shorten it on this problem.
 */
export async function assertFits(
  { messages, modelConfig }: GenerateRequest,
  window: number | undefined,
): Promise<void> {
  if (window === undefined) return
  const forAnswer = Math.min(modelConfig.max_tokens ?? 0, window * answerShare)
  const texts = messages.map(({ content }) => textOf(content))
  if (!(await countsAbove(texts, window - forAnswer - messages.length * perMessage))) return
  const detail = {
    zh: `该模型的上下文最多 ${window} 个 token（含回答），请缩短消息`,
    en: `This model's maximum context length is ${window} tokens, the answer included. Please reduce the length of the messages.`,
  }
  throw ContextLengthExceeded({ detail, errors: [{ path: 'messages', message: detail }] })
}

/** Never less than this: the estimate may be too high. */
const answerMin = 256
/** Our estimate of a prompt may be too low. */
const margin = 1.2

/**
 * The `max_tokens` of a request that fits: no more than its model's window leaves beside the messages, because providers
 * refuse more, and many clients ask for a fixed number whatever the model.
 */
export function answerTokens(
  { messages, modelConfig: { max_tokens } }: GenerateRequest,
  window: number | undefined,
): number | undefined {
  if (window === undefined || max_tokens === undefined) return max_tokens
  return Math.min(max_tokens, Math.max(answerMin, Math.floor(window - sumTokens(messages) * margin)))
}
