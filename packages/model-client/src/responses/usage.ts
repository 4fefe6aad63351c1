import type { ModelMessage, TokenCounts, Usage } from '../model-events.ts'
import type { Unchecked } from '../provider-api.ts'
import type { ServedModel } from '../providers/providers.ts'
import { countTokens, roughTokens } from './count-tokens.ts'
import { textOf } from './read-chunk.ts'

/** The largest integer of PostgreSQL; more than any answer takes. */
const countMax = 2 ** 31 - 1
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= countMax

/** A provider's usage; undefined unless both counts are valid. A missing total is computed. */
export function readUsage(usage: unknown): TokenCounts | undefined {
  const { prompt_tokens, completion_tokens, total_tokens } = (usage ?? {}) as Unchecked<TokenCounts>
  if (!isCount(prompt_tokens) || !isCount(completion_tokens)) return undefined
  const total = isCount(total_tokens) ? total_tokens : prompt_tokens + completion_tokens
  return isCount(total) ? { prompt_tokens, completion_tokens, total_tokens: total } : undefined
}

/** Usage with its cost; counted from the texts if the provider sent none. Reasoning counts as completion. */
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

/** The usage of an answer that was broken off, estimated from its length. */
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
  // Rounded to 9 decimals: further ones are rounding errors.
  return Math.round((prompt_tokens * price_in + completion_tokens * price_out) * 1e3) / 1e9
}

const promptTexts = (prompt: ModelMessage[]) => prompt.map(({ content }) => textOf(content))

// Tokens that providers add to each message, and before the answer.
const perMessage = 3
const perAnswer = 3

function toCounts(messages: number[], completion_tokens: number): TokenCounts {
  const prompt_tokens = messages.reduce((sum, tokens) => sum + tokens + perMessage, perAnswer)
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}
