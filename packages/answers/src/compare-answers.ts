import type { Texts } from '@lingzhi/contracts/texts'
import { compareBlank, holdsOther } from './blanks.ts'
import { compareChoice, compareMultiple, compareTruth } from './choices.ts'
import { rationalValue } from './compare-expressions.ts'
import type { Allowances } from './compare-values.ts'
import { compareValues } from './compare-values.ts'
import { variablesOf } from './expression.ts'
import { foldText, Unreadable } from './fold-text.ts'
import { beginJudgement, NotExact, TooMuch } from './rational.ts'
import { isBlank, readings, readValues } from './read-value.ts'
import { readUnit } from './units.ts'
import type { Value } from './value.ts'
import type { ReasonCode, Result, Verdict } from './verdict.ts'
import { agreement, different, reasons, undecided } from './verdict.ts'

export const answerTypes = [
  'choice',
  'multiple',
  'true_false',
  'blank',
  'number',
  'expression',
  'equation',
] as const
export type AnswerType = (typeof answerTypes)[number]

export interface Expected {
  type: AnswerType
  answer: string
  /** Other answers that are right. For a blank they close the list: what is neither is wrong. */
  alternatives?: readonly string[]
  /** How far a number may be off, in the unit of the expected answer, as a decimal or a fraction: `0.05`. */
  tolerance?: string
  /** The unit that is printed beside the place for the answer. */
  unit?: string
}

export interface Comparison {
  result: Result
  reason: ReasonCode
  words: Texts
}

/** Longer texts are not read: 1,000 characters. */
const charactersMax = 1_000

/**
 * Whether an answer is the expected one, by rules alone: no model, no clock, no chance, so that the same pair is always judged the same.
 * Never raises, and takes some milliseconds at most. `undecided` wherever a person could object.
 */
export function compareAnswers(expected: Expected, answer: string): Comparison {
  beginJudgement()
  const verdict = judge(expected, answer)
  return { result: verdict.result, reason: verdict.code, words: reasons[verdict.code] }
}

function judge(expected: Expected, answer: string): Verdict {
  const { alternatives = [] } = expected
  if (answer.length > charactersMax || expected.answer.length > charactersMax) return undecided('too_much')
  if (isBlankText(answer)) return different('unanswered')
  if (isBlankText(expected.answer)) return undecided('key_unreadable')
  const verdict = compareOne(expected, expected.answer, answer)
  if (verdict.result === 'equal') return verdict
  const others = alternatives.slice(0, 50).map((other) => compareOne(expected, other, answer))
  if (others.some(({ result }) => result === 'equal')) return { result: 'equal', code: 'listed' }
  // For each of a choice's answers a refusal must be certain.
  const open = [verdict, ...others].find(({ result }) => result === 'undecided')
  if (!open) return verdict
  return expected.type === 'blank' &&
    open.code === 'other_words' &&
    isListed(expected) &&
    !holdsOther([expected.answer, ...alternatives], answer)
    ? different('not_listed')
    : open
}

/** Where others are listed, the list is closed. */
const isListed = ({ alternatives = [] }: Expected) => alternatives.length > 0

function isBlankText(text: string): boolean {
  try {
    return isBlank(text)
  } catch (error) {
    if (error instanceof Unreadable) return false
    throw error
  }
}

function compareOne(expected: Expected, key: string, answer: string): Verdict {
  try {
    switch (expected.type) {
      case 'choice':
        return compareChoice(key, answer)
      case 'multiple':
        return compareMultiple(key, answer)
      case 'true_false':
        return compareTruth(key, answer)
      case 'blank':
        return compareBlank(key, answer)
      default: {
        const verdict = compareMathematics(expected, key, answer)
        if (verdict.result !== 'different') return verdict
        const slip = slips.some(
          ([from, to]) => from.test(answer) && isEqual(expected, key, answer.replace(from, to)),
        )
        return slip ? undecided('ambiguous') : verdict
      }
    }
  } catch (error) {
    if (error instanceof Unreadable) return undecided('unreadable')
    if (error instanceof TooMuch) return undecided('too_much')
    if (error instanceof NotExact) return undecided('undefined')
    throw error
  }
}

/** What may be meant otherwise than it is read: 5! as five, 1·2 and 1,2 as 1.2, 1.000 as a thousand. */
const slips: [RegExp, string][] = [
  [/\s*[!！]+$/, ''],
  [/(?<=\d)[·⋅・](?=\d)/, '.'],
  [/(?<=^-?\d+),(?=\d+$)/, '.'],
  [/(?<=^-?\d{1,3})\.(?=\d{3}$)/, ''],
]

function isEqual(expected: Expected, key: string, answer: string): boolean {
  try {
    return compareMathematics(expected, key, answer).result === 'equal'
  } catch (error) {
    if (error instanceof Unreadable || error instanceof TooMuch || error instanceof NotExact) return false
    throw error
  }
}

function compareMathematics(expected: Expected, key: string, answer: string): Verdict {
  const allowed = allowancesOf(expected)
  if (!allowed) return undecided('key_unreadable')
  const degrees = !/[℃℉]|°\s*[CF]|千瓦时|kWh/.test(`${key}${answer}`)
  const prepared = (text: string) => {
    if (degrees) return text.replace(/(\d\s*)度/g, '$1°')
    // 20° beside 20℃ may be the same temperature.
    if (/°(?!\s*[CF])|度/.test(text.replace(/[摄华]氏度/g, ''))) throw new Unreadable('degrees of what')
    return text
  }
  const units = expected.type === 'number' ? 'always' : 'likely'
  let keys: Value[]
  try {
    keys = readValues(prepared(key), units)
  } catch (error) {
    if (error instanceof TooMuch || !(error instanceof Unreadable)) throw error
    return undecided('key_unreadable')
  }
  const answers = readValues(prepared(answer), units)
  if (expected.type === 'number') {
    if (keys.some((value) => !isNumber(value))) return undecided('key_unreadable')
    if (answers.some((value) => !isNumber(value))) return undecided('other_letters')
  }
  return agreement(keys.flatMap((a) => answers.map((b) => compareValues(a, b, allowed))))
}

function allowancesOf({ tolerance, unit }: Expected): Allowances | undefined {
  const readable = unit === undefined ? undefined : readUnit(foldText(unit))
  if (unit !== undefined && !readable) return undefined
  if (tolerance === undefined) return { unit: readable }
  const [value] = readings(tolerance).of
  const exact = value && rationalValue(value)
  return exact && exact.n >= 0n ? { unit: readable, tolerance: exact } : undefined
}

/** Values without letters. */
function isNumber(value: Value): boolean {
  const parts =
    value.is === 'scalar'
      ? [value.number]
      : value.is === 'set' || value.is === 'ratio' || value.is === 'tuple'
        ? value.of
        : undefined
  return (
    parts?.every(({ of }) =>
      of.every((reading) => [...variablesOf(reading)].every((name) => name === 'i')),
    ) ?? false
  )
}
