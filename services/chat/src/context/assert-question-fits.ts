import { ContextLengthExceeded } from '@lingzhi/model-client/failures/problems'
import type { ModelConfig } from '@lingzhi/model-client/requests/model-config'
import { countsAbove } from '@lingzhi/model-client/responses/counts-above'
import type { Deps } from '../deps.ts'
import { roomFor, sumTokens } from './fit-window.ts'

/**
 * Raises CONTEXT_LENGTH_EXCEEDED, before anything is stored, for a question that alone is longer than the known window of
 its model: of a conversation the oldest turns are left out, but a question is shown whole or not at all.
 */
export async function assertQuestionFits(
  generate: Pick<Deps['generate'], 'contextWindow'>,
  modelConfig: ModelConfig,
  question: string,
): Promise<void> {
  const window = generate.contextWindow(modelConfig)
  if (window === undefined) return
  const room = roomFor(window, modelConfig.max_tokens)
  // The estimate is cheap and near enough to spare most questions the count.
  if (sumTokens([{ role: 'user', content: question }]) <= room * 0.8) return
  if (!(await countsAbove([question], room))) return
  const detail = {
    zh: `这条消息太长了，超出了模型的上下文窗口（${window} 个 token，含回答），请缩短或分成几条发送`,
    en: `The message is too long for the model: its context window is ${window} tokens, the answer included. Shorten it, or send it in parts.`,
  }
  throw ContextLengthExceeded({ detail, errors: [{ path: 'message', message: detail }] })
}
