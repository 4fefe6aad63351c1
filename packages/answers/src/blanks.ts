import { compareReadings } from './compare-values.ts'
import { foldText } from './fold-text.ts'
import { readings } from './read-value.ts'
import type { Verdict } from './verdict.ts'
import { different, equal, undecided } from './verdict.ts'

const punctuation = /[.,;:!?'"“”‘’「」『』《》〈〉()[\]{}。，、；：！？…·—_-]/g
const number = /^-?\d{1,15}(?:\.\d{1,15})?$/

/** Words without what is typed in several ways: width, blanks between Chinese words, quotation marks, case. */
function wordsOf(text: string): string {
  return foldText(text)
    .toLowerCase()
    .replace(punctuation, ' ')
    .replace(/(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * A word or a phrase. What is written otherwise may still mean the same, so that it is not refused here; numbers are.
 */
export function compareBlank(key: string, answer: string): Verdict {
  const [a, b] = [foldText(key), foldText(answer)]
  if (a === b) return equal('same_text')
  if (number.test(a) && number.test(b)) {
    return compareReadings(readings(a), readings(b)).result === 'equal'
      ? equal('same_value')
      : different('other_value')
  }
  // A sign, a point or a stroke in a number is no punctuation.
  if (/\d/.test(a) || /\d/.test(b)) {
    const plain = (text: string) =>
      text
        .toLowerCase()
        .replace(/\s+/g, '')
        .replace(/[。.]$/, '')
    return plain(a) === plain(b) ? equal('same_text') : undecided('other_words')
  }
  const words = wordsOf(key)
  return words !== '' && words === wordsOf(answer) ? equal('same_text') : undecided('other_words')
}

/** Whether one of the words holds the other: 诗仙李白 may be a way to say 李白. */
export function holdsOther(listed: readonly string[], answer: string): boolean {
  const given = wordsOf(answer)
  return listed.map(wordsOf).some((words) => words.includes(given) || given.includes(words))
}
