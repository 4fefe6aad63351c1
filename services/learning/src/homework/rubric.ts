import { answerTypes } from '@lingzhi/answers/compare-answers'
import type { Criterion, QuestionKind } from './tables.ts'

export const questionKinds = [
  ...answerTypes,
  'short_answer',
  'solution',
  'essay',
] as const satisfies readonly QuestionKind[]

/** Points of an item that nobody gave any. */
export const usualPoints = 10

/** To hundredths, so that sums in another order are the same. */
export const rounded = (points: number): number => Math.round(points * 100) / 100

/** What is looked at where nobody said what: replies tell it as the default. */
export function defaultRubric(kind: QuestionKind, points: number): Criterion[] {
  const half = rounded(points / 2)
  const earn = (id: string, text: string, points: number): Criterion => ({ id, text, points, kind: 'earn' })
  if (kind === 'solution')
    return [
      earn('method', '方法正确，步骤完整 (the method is right and its steps are there)', half),
      earn('result', '结果正确 (the result is right)', rounded(points - half)),
    ]
  if (kind === 'essay')
    return [
      earn('content', '切题，内容充实 (it keeps to the subject and has something to say)', half),
      earn('language', '语言通顺，结构清楚 (it reads well and is well ordered)', rounded(points - half)),
    ]
  return [earn('answer', '答案正确 (the answer is right)', points)]
}

/** The points of met criteria, within the item's. */
export function scoreOf(
  rubric: readonly Criterion[],
  points: number,
  isMet: (id: string) => boolean,
): number {
  const sum = rubric
    .filter(({ id }) => isMet(id))
    .reduce((total, { points, kind }) => total + (kind === 'earn' ? points : -points), 0)
  return rounded(Math.min(points, Math.max(0, sum)))
}
