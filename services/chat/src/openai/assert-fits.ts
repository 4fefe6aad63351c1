import { setImmediate as breathe } from 'node:timers/promises'
import { ContextLengthExceeded } from '@lingzhi/model-client/failures/problems'
import type { GenerateRequest } from '@lingzhi/model-client/model-events'
import { countTokens } from '@lingzhi/model-client/responses/count-tokens'
import { textOf } from '@lingzhi/model-client/responses/read-text'

/** Tokens that providers add to each message. */
const perMessage = 3
/** Characters counted before other work gets its turn: some milliseconds. */
const pieceChars = 16_384

/**
 * Raises CONTEXT_LENGTH_EXCEEDED, before anything is spent, for a request that its model's window cannot hold. Here the
 * caller keeps the conversation, so nothing is left out of it silently: clients of OpenAI's API shorten it on this
 * problem. A token is at least a byte, so small requests are not counted; counting stops where the window ends.
 */
export async function assertFits(
  { messages, modelConfig }: GenerateRequest,
  window: number | undefined,
): Promise<void> {
  if (window === undefined) return
  const left = window - (modelConfig.max_tokens ?? 0) - messages.length * perMessage
  const texts = messages.map(({ content }) => textOf(content))
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  if (bytes <= left) return
  let tokens = 0
  for (const text of texts) {
    for (let at = 0; at < text.length && tokens <= left; at += pieceChars) {
      tokens += await countTokens(text.slice(at, at + pieceChars))
      await breathe()
    }
  }
  if (tokens <= left) return
  const detail = {
    zh: `该模型的上下文最多 ${window} 个 token（含回答），请缩短消息`,
    en: `This model's maximum context length is ${window} tokens, the answer included. Please reduce the length of the messages.`,
  }
  throw ContextLengthExceeded({ detail, errors: [{ path: 'messages', message: detail }] })
}
