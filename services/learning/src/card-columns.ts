import type { CardState } from './schedule/fold-reviews.ts'

/** The state of a card as it is stored beside its mistake. */
export const cardColumns = (state: CardState) => ({
  status: state.status,
  stability: state.stability,
  difficulty: state.difficulty,
  due_on: state.dueOn,
  last_on: state.lastOn,
  interval_days: state.intervalDays,
  streak: state.streak,
  lapses: state.lapses,
  mastery: state.mastery,
  step: state.step,
  reviews_count: state.reviews,
  correct_count: state.correct,
})
