import { countTokens } from './count-tokens.ts'
import type { ModelMessage } from './generate.ts'
import type { ServedModel } from './providers.ts'
import { textOf } from './read-chunk.ts'

export interface Usage {
  prompt_tokens: number
  completion_tokens: number
  total_tokens: number
  /** Counted by us, because the provider told nothing usable. */
  estimated: boolean
  /** In the currency of the configured prices; null where none are. */
  cost: number | null
}

type Told = Pick<Usage, 'prompt_tokens' | 'completion_tokens' | 'total_tokens'>

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

/** A provider's usage, if it is one: both counts must be there, the total can be worked out. */
export function readUsage(usage: unknown): Told | undefined {
  const { prompt_tokens, completion_tokens, total_tokens } = (usage ?? {}) as Record<string, unknown>
  if (!isCount(prompt_tokens) || !isCount(completion_tokens)) return undefined
  const total = isCount(total_tokens) ? total_tokens : prompt_tokens + completion_tokens
  return { prompt_tokens, completion_tokens, total_tokens: total }
}

/** Usage with its cost; counted from the texts where the provider told none. Reasoning counts as completion. */
export async function settleUsage(
  told: Told | undefined,
  prompt: ModelMessage[],
  completion: string,
  price: Pick<ServedModel, 'price_in' | 'price_out'>,
): Promise<Usage> {
  const counts = told ?? (await estimate(prompt, completion))
  const { price_in, price_out } = price
  const priced = price_in !== undefined && price_out !== undefined
  const cost = priced
    ? (counts.prompt_tokens * price_in + counts.completion_tokens * price_out) / 1_000_000
    : null
  return { ...counts, estimated: told === undefined, cost: cost && Math.round(cost * 1e9) / 1e9 }
}

// Providers add a few tokens of framing to each message and open the answer with some.
const perMessage = 3
const perAnswer = 3

async function estimate(prompt: ModelMessage[], completion: string): Promise<Told> {
  let prompt_tokens = perAnswer
  for (const { content } of prompt) prompt_tokens += perMessage + (await countTokens(textOf(content)))
  const completion_tokens = await countTokens(completion)
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}
