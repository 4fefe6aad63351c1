import { daysBetween } from '@lingzhi/runtime/calendar'
import type { Day, ReviewResult } from '../schedule/history.ts'

/** Who said how it went. */
export type Judge = 'rules' | 'model' | 'human' | 'self'

/** What is left of the evidence on a day: the weights of what was right and of what was wrong. */
export interface Mastery {
  right: number
  wrong: number
  lastOn: Day | null
}
export interface Evidence {
  day: Day
  result: ReviewResult
  weight: number
}

const halfLifeDays = 60
const weights: Readonly<Record<Judge, number>> = { rules: 1, human: 1, model: 0.7, self: 0.5 }
/** What is known of less is not told as a number. */
const evidenceMin = 3
/** With this much left, what was only ever right cannot look weak, however long ago it was. */
const leftMin = 0.5
const weakBelow = 0.6
const masteredFrom = 0.8

/** What an outcome says of the learner: less where nobody checked it, and half where help made it right. */
export const weightOf = (judge: Judge, result: ReviewResult, assisted: boolean): number =>
  weights[judge] * (assisted && result !== 'incorrect' ? 0.5 : 1)

export const noMastery: Mastery = { right: 0, wrong: 0, lastOn: null }

/** Mastery as it is on a day: evidence is halved every 60 days. */
export function masteryOn({ right, wrong, lastOn }: Mastery, day: Day): Mastery {
  if (lastOn === null) return { right, wrong, lastOn }
  const left = 2 ** (-Math.max(0, daysBetween(lastOn, day)) / halfLifeDays)
  return { right: right * left, wrong: wrong * left, lastOn: day > lastOn ? day : lastOn }
}

/** Pure, one evidence after another in the order of their days: a fold over all of them comes to the same, bit for bit. */
export function takeEvidence(before: Mastery, { day, result, weight }: Evidence): Mastery {
  const { right, wrong, lastOn } = masteryOn(before, day)
  const share = result === 'correct' ? 1 : result === 'partial' ? 0.5 : 0
  return { right: right + weight * share, wrong: wrong + weight * (1 - share), lastOn: lastOn ?? day }
}

export type MasteryState = 'insufficient' | 'weak' | 'improving' | 'mastered'

/** The share of what is expected to be right, between one right and one wrong to begin with. */
export const shareOf = ({ right, wrong }: Pick<Mastery, 'right' | 'wrong'>): number =>
  (1 + right) / (2 + right + wrong)

/** What may be said of a knowledge point on a day. */
export function stateOn(mastery: Mastery, evidenceCount: number, day: Day): MasteryState {
  const now = masteryOn(mastery, day)
  if (evidenceCount < evidenceMin || now.right + now.wrong < leftMin) return 'insufficient'
  const share = shareOf(now)
  if (share < weakBelow) return 'weak'
  return share < masteredFrom ? 'improving' : 'mastered'
}
