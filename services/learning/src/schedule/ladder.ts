import type { Review, ReviewResult } from './history.ts'

/** Days between reviews, as the replaced system had them. */
const steps = [1, 2, 4, 7, 15, 30] as const
/** Of the last five results, the newest first. */
const weights = [0.4, 0.3, 0.15, 0.1, 0.05] as const
const points: Record<ReviewResult, number> = { correct: 1, partial: 0.5, incorrect: 0 }

/** 0 to 1, from the last five results, the newest included; `reviews` in their order. */
export function masteryOf(reviews: readonly Pick<Review, 'result'>[]): number {
  const newest = reviews.slice(-weights.length).reverse()
  const sum = newest.reduce((total, { result }, index) => total + points[result] * (weights[index] ?? 0), 0)
  return Math.round(sum * 100) / 100
}

/** One step up for what was right, the same for half, the first for what was wrong. */
export function climb(step: number, result: ReviewResult): number {
  if (result === 'incorrect') return 0
  return result === 'correct' ? Math.min(step + 1, steps.length - 1) : step
}

/** Whole days, at least one: a fifth less below a mastery of 0.5, a fifth more above 0.8. */
export function stepDays(step: number, mastery: number): number {
  const percent = mastery < 0.5 ? 80 : mastery > 0.8 ? 120 : 100
  return Math.max(1, Math.floor(((steps[step] ?? 1) * percent) / 100))
}
