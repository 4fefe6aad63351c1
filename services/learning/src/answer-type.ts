import type { AnswerType } from '@lingzhi/answers/compare-answers'
import { answerTypes } from '@lingzhi/answers/compare-answers'

/** How an answer is compared with its key: by the name of its kind where it has one, else by the look of the key. */
export function answerTypeOf(type: string | null, key: string): AnswerType {
  const known = answerTypes.find((each) => each === type)
  if (known) return known
  if (/^\s*[A-H]\s*$/.test(key)) return 'choice'
  if (/^\s*[A-H]{2,8}\s*$/.test(key)) return 'multiple'
  if (/^\s*(?:对|错|正确|错误|√|×)\s*$/.test(key)) return 'true_false'
  // Digits or signs make it mathematics, of which equations are the most general kind.
  return /[\d=<>≤≥√π∅\\^]|无解/.test(key) ? 'equation' : 'blank'
}
