import { FSRSAlgorithm, forgetting_curve } from 'ts-fsrs'
import type { Rating } from './history.ts'

/** What the scheduler knows of a memory: days until it is remembered with 90 %, and how hard it is, 1 to 10. */
export interface Memory {
  stability: number
  difficulty: number
}

const grades: Record<Rating, number> = { again: 1, hard: 2, good: 3, easy: 4 }

const intervalMax = 365

/**
 * FSRS-6 with its default weights, without what is drawn by chance and without steps within a day: pure, so that the
 * same history always gives the same state.
 */
const algorithmFor = (retention: number) =>
  new FSRSAlgorithm({
    request_retention: retention,
    maximum_interval: intervalMax,
    enable_fuzz: false,
    enable_short_term: false,
  })

const algorithm = algorithmFor(0.9)
const weights = algorithm.parameters.w

/** The memory after a review; `before` null: the first. */
export function remember(before: Memory | null, elapsedDays: number, rating: Rating): Memory {
  const { stability, difficulty } = algorithm.next_state(before, elapsedDays, grades[rating])
  return { stability, difficulty }
}

/** How likely it is remembered some days after its last review. */
export const retrievability = ({ stability }: Memory, elapsedDays: number): number =>
  forgetting_curve(weights, elapsedDays, stability)

/** Whole days until it is remembered with this share, 1 to 365. */
export function intervalOf({ stability }: Memory, retention: number): number {
  const found = modifiers.get(retention) ?? algorithm.calculate_interval_modifier(retention)
  if (modifiers.size < 100) modifiers.set(retention, found)
  return Math.min(Math.max(1, Math.round(stability * found)), intervalMax)
}

const modifiers = new Map<number, number>()
