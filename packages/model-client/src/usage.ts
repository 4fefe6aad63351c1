import { countTokens, roughTokens } from './count-tokens.ts'
import type { ModelMessage, TokenCounts, Usage } from './model-events.ts'
import type { Unchecked } from './provider-api.ts'
import type { ServedModel } from './providers.ts'
import { textOf } from './read-chunk.ts'

/** More than any answer takes, and what an integer of PostgreSQL holds. */
const countMax = 2 ** 31 - 1
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= countMax

/** A provider's usage, if it is one: both counts must be there, the total can be worked out. */
export function readUsage(usage: unknown): TokenCounts | undefined {
  const { prompt_tokens, completion_tokens, total_tokens } = (usage ?? {}) as Unchecked<TokenCounts>
  if (!isCount(prompt_tokens) || !isCount(completion_tokens)) return undefined
  const total = isCount(total_tokens) ? total_tokens : prompt_tokens + completion_tokens
  return isCount(total) ? { prompt_tokens, completion_tokens, total_tokens: total } : undefined
}

/** Usage with its cost; counted from the texts where the provider sent none. Reasoning counts as completion. */
export async function settleUsage(
  counted: TokenCounts | undefined,
  prompt: ModelMessage[],
  completion: string,
  price: Price,
): Promise<Usage> {
  if (counted) return { ...counted, estimated: false, cost: costOf(counted, price) }
  const texts = promptTexts(prompt)
  const counts = toCounts(await Promise.all(texts.map(countTokens)), await countTokens(completion))
  return { ...counts, estimated: true, cost: costOf(counts, price) }
}

/** Usage of an answer that was broken off, by its length. */
export function roughUsage(prompt: ModelMessage[], completion: string, price: Price): Usage {
  const counts = toCounts(promptTexts(prompt).map(roughTokens), roughTokens(completion))
  return { ...counts, estimated: true, cost: costOf(counts, price) }
}

type Price = Pick<ServedModel, 'price_in' | 'price_out'>

function costOf(
  { prompt_tokens, completion_tokens }: TokenCounts,
  { price_in, price_out }: Price,
): number | null {
  if (price_in === undefined || price_out === undefined) return null
  // Millionths of a millionth are noise of the division.
  return Math.round((prompt_tokens * price_in + completion_tokens * price_out) * 1e3) / 1e9
}

const promptTexts = (prompt: ModelMessage[]) => prompt.map(({ content }) => textOf(content))

// Providers add a few tokens of framing to each message and open the answer with some.
const perMessage = 3
const perAnswer = 3

function toCounts(messages: number[], completion_tokens: number): TokenCounts {
  const prompt_tokens = messages.reduce((sum, tokens) => sum + tokens + perMessage, perAnswer)
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}
