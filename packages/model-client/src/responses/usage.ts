import type { ModelMessage, TokenCounts, Usage } from '../model-events.ts'
import { countTokens, roughTokens } from './count-tokens.ts'
import { textOf } from './read-text.ts'

/** The largest integer of PostgreSQL; more than any answer takes. */
const countMax = 2 ** 31 - 1
const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= countMax
/** A count, also as a string of digits. */
const countOf = (value: unknown) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value)

/**
 * A provider's usage, with only the total when that is all it tells; undefined unless the counts are valid and not all
 * zero. A missing total is computed.
 */
export function readUsage(usage: unknown): Partial<TokenCounts> | undefined {
  if (typeof usage !== 'object' || usage === null) return undefined
  const told = usage as Record<string, unknown>
  const prompt_tokens = countOf(
    told.prompt_tokens ?? told.input_tokens ?? told.promptTokens ?? told.promptTokenCount,
  )
  const completion_tokens = countOf(
    told.completion_tokens ?? told.output_tokens ?? told.completionTokens ?? told.candidatesTokenCount,
  )
  const given = countOf(told.total_tokens ?? told.totalTokens ?? told.totalTokenCount)
  if (!isCount(prompt_tokens) || !isCount(completion_tokens))
    return isCount(given) && given > 0 && told.prompt_tokens === undefined
      ? { total_tokens: given }
      : undefined
  const total = isCount(given) ? given : prompt_tokens + completion_tokens
  if (!isCount(total) || prompt_tokens + completion_tokens + total === 0) return undefined
  return { prompt_tokens, completion_tokens, total_tokens: total }
}

const isComplete = (counts: Partial<TokenCounts>): counts is TokenCounts => counts.prompt_tokens !== undefined

/** Usage with its cost; counted from the texts if the provider sent none. Reasoning counts as completion. */
export async function settleUsage(
  counted: Partial<TokenCounts> | undefined,
  prompt: ModelMessage[],
  completion: string,
  price: Price,
): Promise<Usage> {
  if (counted && isComplete(counted)) return { ...counted, estimated: false, cost: costOf(counted, price) }
  const counts = await countTexts(promptTexts(prompt), completion)
  if (counted?.total_tokens !== undefined) {
    const { total_tokens } = counted
    counts.completion_tokens = Math.min(counts.completion_tokens, total_tokens)
    Object.assign(counts, { prompt_tokens: total_tokens - counts.completion_tokens, total_tokens })
  }
  return { ...counts, estimated: true, cost: costOf(counts, price) }
}

/** Longer texts are estimated: counting takes up to 25 µs a character, and it is an estimate in any case. */
const countedCharsMax = 20_000

async function countTexts(prompt: readonly string[], completion: string): Promise<TokenCounts> {
  const chars = prompt.reduce((sum, text) => sum + text.length, completion.length)
  if (chars > countedCharsMax) return toCounts(prompt.map(roughTokens), roughTokens(completion))
  const tokens: number[] = []
  for (const text of prompt) tokens.push(await countTokens(text))
  return toCounts(tokens, await countTokens(completion))
}

/** The usage of an answer that was broken off, estimated from its length. */
export function roughUsage(prompt: ModelMessage[], completion: string, price: Price): Usage {
  const counts = toCounts(promptTexts(prompt).map(roughTokens), roughTokens(completion))
  return { ...counts, estimated: true, cost: costOf(counts, price) }
}

/** Per million tokens, in the operator's currency. */
interface Price {
  price_in?: number
  price_out?: number
}

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
