import type { DayCounts } from '../events/count-events.ts'
import { dayMeasures } from '../events/count-events.ts'

/** The sum of what was counted. */
export function sumOf(rows: readonly DayCounts[]): DayCounts {
  const sum = Object.fromEntries(dayMeasures.map((name) => [name, 0])) as DayCounts
  for (const row of rows) for (const name of dayMeasures) sum[name] += row[name]
  return sum
}

/** The share of two counts, in four digits; null where there is nothing to share. */
export const shareOf = (part: number, whole: number): number | null =>
  whole > 0 ? Math.round((part / whole) * 10_000) / 10_000 : null

const judged = ({ correct, partial, incorrect }: DayCounts) => correct + partial + incorrect
/** The share of what was right; half for half. */
export const accuracyOf = (counts: DayCounts): number | null =>
  shareOf(counts.correct + counts.partial / 2, judged(counts))
/** Of graded work, out of a hundred. */
export const scoreOf = ({ score, score_max }: DayCounts): number | null =>
  score_max > 0 ? Math.round((score / score_max) * 10_000) / 100 : null
export const ratingOf = ({ rating_sum, ratings }: DayCounts): number | null =>
  ratings > 0 ? Math.round((rating_sum / ratings) * 100) / 100 : null

export const minutesOf = ({ active_ms }: DayCounts): number => Math.round(active_ms / 600) / 100
export const hoursOf = ({ active_ms }: DayCounts): number => Math.round(active_ms / 36_000) / 100
/** As the replaced system reckoned: 5 minutes a question, 15 for homework. */
export const estimatedHoursOf = ({ questions, submissions }: DayCounts): number =>
  Math.round(((questions * 5 + submissions * 15) / 60) * 100) / 100

/** How much was done. */
export const activityOf = ({ questions, mistakes, reviews, submissions }: DayCounts): number =>
  questions + mistakes + reviews + submissions
