/** A date, YYYY-MM-DD, in the deployment's time zone. */
export type Day = string

export const results = ['correct', 'partial', 'incorrect'] as const
export type ReviewResult = (typeof results)[number]

export const ratings = ['again', 'hard', 'good', 'easy'] as const
export type Rating = (typeof ratings)[number]

export const algorithms = ['fsrs', 'ladder'] as const
export type Algorithm = (typeof algorithms)[number]

export interface Review {
  reviewedOn: Day
  result: ReviewResult
  /** The learner's own; null: what the result says. */
  rating: Rating | null
}

/** All that a schedule follows from: a card begins with its mistake, and its reviews are never changed. */
export interface History {
  createdOn: Day
  /** By day, and within a day as they were recorded. Withdrawn ones are left out. */
  reviews: readonly Review[]
}

/** By what a history is read. Another choice is another reading of the same history, and nothing is lost by it. */
export interface Scheduling {
  algorithm: Algorithm
  /** The share of cards to be remembered when they are due, 0.80 to 0.97. */
  retention: number
}

/**
 * What a review counts as. Half right is a failure unless the learner says otherwise: to this schedule, hard is a pass, and
 * using it for failures is the one habit that breaks it.
 */
export const ratingOf = ({ result, rating }: Pick<Review, 'result' | 'rating'>): Rating =>
  rating ?? (result === 'correct' ? 'good' : 'again')

/** Whether a learner's own rating can be one of such a result: nobody failed what was right, and the other way round. */
export function suits(result: ReviewResult, rating: Rating): boolean {
  if (result === 'partial') return true
  return (rating === 'again') === (result === 'incorrect')
}
