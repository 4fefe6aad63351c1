/** What a chart shows of each day, model, agent or user. */
export const measures = ['answers', 'tokens', 'cost'] as const
export type Measure = (typeof measures)[number]

interface Used {
  answers: number
  tokens: { total: number }
  cost: number
}

export const measured = (used: Used, measure: Measure): number =>
  measure === 'tokens' ? used.tokens.total : used[measure]
