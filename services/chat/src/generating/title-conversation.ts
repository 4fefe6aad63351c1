import { titleByModel } from '../conversations/conversations.queries.ts'
import { cleanTitle } from '../conversations/titles.ts'
import { filterAnswers } from '../filters/filter-answers.ts'
import { recordUsage } from '../usage/usage.queries.ts'
import { firstExchange } from './replies.queries.ts'
import type { GeneratingDeps } from './reply-types.ts'

const waitMaxMs = 20_000
const titleCharsMax = 50
/** How much of each message the title is made from; more would only add cost. */
const excerptChars = 1_000

/**
 * If TITLES is `model`, lets the model title a conversation after its first exchange, in place of the question's first
 * line. Best effort: without an answer in time the conversation keeps its title. A title set by the owner stays.
 */
export async function titleConversation(
  { db, config, generate, filters, now }: GeneratingDeps,
  replyId: string,
): Promise<void> {
  if (config.TITLES !== 'model') return
  const exchange = await firstExchange(db, replyId)
  if (!exchange) return
  const { output } = await filters.of({ id: exchange.agent_id, filters_version: exchange.filters_version })
  let title = ''
  // Hits are not recorded: they were, for the answer.
  for await (const event of filterAnswers(generate, output, () => {})({
    agentId: exchange.agent_id,
    modelConfig: { ...exchange.model_config, max_tokens: 64, thinking: undefined },
    messages: [
      {
        role: 'system',
        content: '为下面的对话起一个标题：用提问的语言，不超过 15 个字，不加引号和标点，只回复标题。',
      },
      { role: 'user', content: exchange.question.slice(0, excerptChars) },
      { role: 'assistant', content: exchange.answer.slice(0, excerptChars) },
      { role: 'user', content: '请只回复这段对话的标题。' },
    ],
    userId: exchange.user_id,
    signal: AbortSignal.timeout(waitMaxMs),
  })) {
    if (event.type === 'content') title += event.text
    if (event.type === 'restart') title = ''
    if (event.type === 'end') {
      if (event.finishReason === 'content_filter') title = ''
      const { model, usage } = event
      await recordUsage(db, {
        userId: exchange.user_id,
        agentId: exchange.agent_id,
        model,
        usage,
        at: now(),
        timeZone: config.TIMEZONE,
      })
    }
  }
  const line = title.split('\n').find((one) => cleanTitle(one) !== '') ?? ''
  const named = [...cleanTitle(line)].slice(0, titleCharsMax).join('')
  if (named === '') return
  await titleByModel(db, exchange.conversation_id, named)
}
