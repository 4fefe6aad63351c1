/** Reading of values whose members may be anything: each is what it should be, or as if it were not there. */
export type Members = Record<string, unknown>

export const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const membersOf = (value: unknown): Members => (isObject(value) ? value : {})
export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
export const idOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

const isCost = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < 1e9

/** Token counts, as far as they are the ones we show: what else a file has there could not be shown, or not even stored. */
export function usageOf(value: unknown): Members | null {
  const { prompt_tokens, completion_tokens, total_tokens, estimated, cost } = membersOf(value)
  const isCount = (one: unknown): one is number => Number.isSafeInteger(one) && (one as number) >= 0
  if (!isCount(prompt_tokens) || !isCount(completion_tokens)) return null
  const total = isCount(total_tokens) ? total_tokens : prompt_tokens + completion_tokens
  return {
    prompt_tokens,
    completion_tokens,
    total_tokens: total,
    estimated: estimated === true,
    cost: isCost(cost) ? cost : null,
  }
}
