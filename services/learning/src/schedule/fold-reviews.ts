import { addDays, daysBetween } from '@lingzhi/runtime/calendar'
import type { Day, History, Review, Scheduling } from './history.ts'
import { ratingOf } from './history.ts'
import { climb, masteryOf, stepDays } from './ladder.ts'
import type { Memory } from './memory.ts'
import { intervalOf, remember, retrievability } from './memory.ts'

export type CardStatus = 'learning' | 'reviewing' | 'mastered' | 'forgotten'

/** What a card's history comes to. */
export interface CardState extends Memory {
  status: CardStatus
  dueOn: Day
  /** Of the last review that counted, or of the mistake. */
  lastOn: Day
  intervalDays: number
  /** Passed without a failure in between. */
  streak: number
  /** How often it was forgotten after it had been remembered. */
  lapses: number
  /** 0 to 1, of the last five results. */
  mastery: number
  /** The step of the ladder, from 0. */
  step: number
  reviews: number
  correct: number
}

/** One review and what it changed. */
export interface ReviewStep {
  review: Review
  /** Only the first review of a day counts for the schedule, and none on the day of the mistake; others are practice. */
  counted: boolean
  elapsedDays: number
  /** How likely it was to be remembered, by what was known before. */
  predicted: number
  before: CardState
  after: CardState
}

/** Mastered needs this often in a row, and either of these. */
const masteredStreak = 3
const masteredStability = 30
const masteredMastery = 0.9

/** The state of a card that has its mistake and no review. */
export function beginCard(createdOn: Day, scheduling: Scheduling): CardState {
  const memory = remember(null, 0, 'again')
  const none = { streak: 0, lapses: 0, mastery: 0, step: 0, reviews: 0, correct: 0 }
  const intervalDays = scheduling.algorithm === 'ladder' ? 1 : intervalOf(memory, scheduling.retention)
  const dueOn = addDays(createdOn, intervalDays)
  return { ...memory, ...none, status: 'learning', dueOn, lastOn: createdOn, intervalDays }
}

/**
 * What each review of a history changed, in order. Pure: no clock, no chance, so that a state that is stored can always be made again, a
 * review withdrawn, and the way of scheduling changed and changed back.
 */
export function foldSteps({ createdOn, reviews }: History, scheduling: Scheduling): ReviewStep[] {
  const steps: ReviewStep[] = []
  const counted: Review[] = []
  let state = beginCard(createdOn, scheduling)
  for (const review of reviews) {
    const step = takeReview(state, review, counted, scheduling)
    if (step.counted) counted.push(review)
    steps.push(step)
    state = step.after
  }
  return steps
}

/** The state that a history comes to. */
export const foldReviews = (history: History, scheduling: Scheduling): CardState =>
  foldSteps(history, scheduling).at(-1)?.after ?? beginCard(history.createdOn, scheduling)

function takeReview(
  before: CardState,
  review: Review,
  earlier: readonly Review[],
  { algorithm, retention }: Scheduling,
): ReviewStep {
  const elapsedDays = daysBetween(before.lastOn, review.reviewedOn)
  const predicted = retrievability(before, Math.max(0, elapsedDays))
  const totals = {
    reviews: before.reviews + 1,
    correct: before.correct + (review.result === 'correct' ? 1 : 0),
  }
  const told = { review, elapsedDays, predicted, before }
  if (elapsedDays < 1) return { ...told, counted: false, after: { ...before, ...totals } }
  const rating = ratingOf(review)
  const passed = rating !== 'again'
  const memory = remember(before, elapsedDays, rating)
  const mastery = masteryOf([...earlier, review])
  const step = climb(before.step, review.result)
  const intervalDays = algorithm === 'ladder' ? stepDays(step, mastery) : intervalOf(memory, retention)
  const after: CardState = {
    ...before,
    ...memory,
    ...totals,
    mastery,
    step,
    intervalDays,
    streak: passed ? before.streak + 1 : 0,
    lapses: before.lapses + (!passed && before.streak > 0 ? 1 : 0),
    lastOn: review.reviewedOn,
    dueOn: addDays(review.reviewedOn, intervalDays),
  }
  const known = algorithm === 'ladder' ? mastery >= masteredMastery : after.stability >= masteredStability
  return {
    ...told,
    counted: true,
    after: { ...after, status: statusOf(before.status, after, passed, known) },
  }
}

/** A lapse after it was mastered is forgotten; one before it, learning again. */
function statusOf(before: CardStatus, after: CardState, passed: boolean, known: boolean): CardStatus {
  if (!passed) return before === 'mastered' || before === 'forgotten' ? 'forgotten' : 'learning'
  if (known && after.streak >= masteredStreak) return 'mastered'
  return before === 'mastered' ? 'mastered' : 'reviewing'
}
