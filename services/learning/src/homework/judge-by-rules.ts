import { answerTypes, compareAnswers } from '@lingzhi/answers/compare-answers'
import type { Texts } from '@lingzhi/contracts/texts'
import type { Item } from './tables.ts'
import { legibleMin } from './transcribe.ts'

/** What can be said of an item without a model. */
export type Ruling =
  | { is: 'illegible' }
  | { is: 'unanswered' }
  | { is: 'equal' | 'different'; words: Texts; reason: string }
  | { is: 'undecided' }

/** Rules alone: whether it can be read, whether it was answered, whether its answer is the key. */
export function ruleOn(item: Item): Ruling {
  const { key, question_type, student_answer, legibility, alternatives, tolerance, unit } = item
  if (legibility !== null && legibility < legibleMin) return { is: 'illegible' }
  if (student_answer.trim() === '') return { is: 'unanswered' }
  const type = answerTypes.find((each) => each === question_type)
  if (!type || key === null) return { is: 'undecided' }
  const expected = {
    ...{ type, answer: key, alternatives },
    ...(tolerance !== null && { tolerance }),
    ...(unit !== null && { unit }),
  }
  const { result, reason, words } = compareAnswers(expected, student_answer)
  return result === 'undecided' ? { is: 'undecided' } : { is: result, words, reason }
}
