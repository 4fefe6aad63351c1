import { boundsOf } from './bounds.ts'
import { compareExpressions, rationalValue } from './compare-expressions.ts'
import { compareRelations } from './compare-relations.ts'
import type { Expression } from './expression.ts'
import { variablesOf } from './expression.ts'
import type { Rational } from './rational.ts'
import { add, compare, magnitude, negative } from './rational.ts'
import type { Unit } from './units.ts'
import { isCounted, isSameDimension } from './units.ts'
import type { Range, Readings, Value } from './value.ts'
import type { Verdict } from './verdict.ts'
import { agreement, different, equal, undecided } from './verdict.ts'

export interface Allowances {
  tolerance?: Rational | undefined
  /** The unit that is printed beside the place for the answer. */
  unit?: Unit | undefined
}

/** Compares two expressions in all their readings; the same text is read in the same way on both sides. */
export function compareReadings(key: Readings, answer: Readings): Verdict {
  if (key.text === answer.text) {
    return agreement(key.of.map((reading, index) => compareWithLetters(reading, answer.of[index] ?? reading)))
  }
  return agreement(key.of.flatMap((a) => answer.of.map((b) => compareWithLetters(a, b))))
}

/** A letter that the key does not have may be another name, a word or a unit: not a proof of a difference. */
function compareWithLetters(key: Expression, answer: Expression): Verdict {
  const verdict = compareExpressions(key, answer)
  if (verdict.result !== 'different') return verdict
  const known = variablesOf(key)
  if ([...variablesOf(answer)].every((name) => known.has(name))) return verdict
  const folded = compareExpressions(smallLetters(key), smallLetters(answer))
  return undecided(folded.result === 'equal' ? 'letter_case' : 'other_letters')
}

function smallLetters(expression: Expression): Expression {
  const text = JSON.stringify(expression, (key, value) =>
    typeof value === 'bigint'
      ? `${value}n`
      : key === 'name' && expressionLetter.test(value)
        ? value.toLowerCase()
        : value,
  )
  return JSON.parse(text, (_, value) =>
    typeof value === 'string' && /^-?\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  )
}
const expressionLetter = /^[A-Z](?:_|$)/

export function compareValues(key: Value, answer: Value, allowed: Allowances): Verdict {
  if (key.is === 'scalar' && answer.is === 'scalar') return compareScalars(key, answer, allowed)
  if (key.is === 'ratio' && answer.is === 'ratio') return compareRatios(key.of, answer.of)
  if (key.is === 'tuple' && answer.is === 'tuple') return compareTuples(key.of, answer.of)
  if (key.is === 'assignments' && answer.is === 'assignments') return compareAssignments(key.of, answer.of)
  if (isRelational(key) && isRelational(answer)) return compareRelations(relationOf(key), relationOf(answer))
  const [keySet, answerSet] = [setOf(key), setOf(answer)]
  if (keySet && answerSet) {
    if (keySet.name && answerSet.name && keySet.name !== answerSet.name) return undecided('other_letters')
    return compareSets(keySet.of, answerSet.of)
  }
  const [keyRanges, answerRanges] = [rangesOf(key), rangesOf(answer)]
  if (keyRanges && answerRanges) {
    if (keyRanges.name && answerRanges.name && keyRanges.name !== answerRanges.name)
      return undecided('other_letters')
    const verdict = compareRanges(keyRanges.of, answerRanges.of)
    // (1, 2) as expected may be a point, which nobody writes as an inequality.
    return key.is === 'tuple' && verdict.result === 'equal' ? undecided('other_form') : verdict
  }
  // Finitely many values are no interval, when there are any of both.
  if (keySet && answer.is === 'ranges') return different('other_set')
  if (key.is === 'ranges' && answerSet) return different('other_set')
  return undecided('other_form')
}

type Scalar = Extract<Value, { is: 'scalar' }>

function compareScalars(key: Scalar, answer: Scalar, { tolerance, unit }: Allowances): Verdict {
  if (key.name && answer.name && key.name !== answer.name) {
    if (!/^[a-zA-Z]$/.test(key.name) || !/^[a-zA-Z]$/.test(answer.name)) return undecided('other_letters')
    return compareRelations(relationOf(key), relationOf(answer))
  }
  const [keyUnit, answerUnit] = [key.unit ?? unit, answer.unit ?? unit]
  if (!keyUnit || !answerUnit) {
    const verdict = compareNumbers(key.number, answer.number, tolerance)
    const missing = keyUnit ?? answerUnit
    if (!missing) return softened(verdict, key, answer)
    if (isCounted(missing)) return verdict.result === 'equal' ? undecided('unit') : verdict
    // Where none is expected the unit may have been left out of the expected answer.
    const maybe = !keyUnit || answer.maybeUnit
    return maybe ? undecided('unit') : different('unit')
  }
  if (!isSameDimension(keyUnit, answerUnit)) {
    const vague = [keyUnit, answerUnit].some(
      (each) => isCounted(each) || /celsius|fahrenheit|K|month/.test([...each.dimension.keys()].join()),
    )
    return vague ? undecided('unit') : different('unit')
  }
  const scaled = (of: Readings, by: Unit): Readings => ({
    text: `${of.text}*${by.factor.n}/${by.factor.d}`,
    of: of.of.map((part) => ({ is: 'product', of: [part, { is: 'number', value: by.factor }] })),
  })
  const off = tolerance && { n: tolerance.n * keyUnit.factor.n, d: tolerance.d * keyUnit.factor.d }
  return softened(
    compareNumbers(scaled(key.number, keyUnit), scaled(answer.number, answerUnit), off),
    key,
    answer,
  )
}

/** An answer that says of itself that it is rounded may be meant as the exact one. */
const softened = (verdict: Verdict, key: Scalar, answer: Scalar): Verdict =>
  verdict.result === 'different' && (key.approximate || answer.approximate)
    ? undecided('approximate')
    : verdict

function compareNumbers(key: Readings, answer: Readings, tolerance: Rational | undefined): Verdict {
  const verdict = compareReadings(key, answer)
  if (verdict.result === 'equal' || !tolerance) return verdict
  return agreement(key.of.flatMap((a) => answer.of.map((b) => compareWithin(a, b, tolerance))))
}

function compareWithin(key: Expression, answer: Expression, tolerance: Rational): Verdict {
  const [a, b] = [rationalValue(key), rationalValue(answer)]
  if (a && b) {
    const off = magnitude(add(a, negative(b)))
    return compare(off, tolerance) <= 0 ? equal('within_tolerance') : different('other_value')
  }
  const off = boundsOf(
    {
      is: 'absolute',
      of: {
        is: 'sum',
        of: [key, { is: 'product', of: [{ is: 'number', value: { n: -1n, d: 1n } }, answer] }],
      },
    },
    new Map(),
  )
  const limit = Number(tolerance.n) / Number(tolerance.d)
  if (!off) return undecided('undefined')
  if (off[1] < limit * (1 - 1e-9)) return equal('within_tolerance')
  return off[0] > limit * (1 + 1e-9) ? different('other_value') : undecided('not_proved')
}

/** a:b = c:d where ad = bc, for each two neighbours. */
function compareRatios(key: readonly Readings[], answer: readonly Readings[]): Verdict {
  if (key.length !== answer.length) return different('other_value')
  const quotients = (of: readonly Readings[]) =>
    of.slice(1).map((under, index): Readings => {
      const over = of[index] ?? under
      return {
        text: `(${over.text})/(${under.text})`,
        of: over.of.flatMap((a) => under.of.map((b): Expression => ({ is: 'quotient', over: a, under: b }))),
      }
    })
  return compareTuples(quotients(key), quotients(answer))
}

function compareTuples(key: readonly Readings[], answer: readonly Readings[]): Verdict {
  if (key.length !== answer.length) return different('other_value')
  return all(key.map((part, index) => compareReadings(part, answer[index] ?? part)))
}

function compareAssignments(
  key: ReadonlyMap<string, Readings>,
  answer: ReadonlyMap<string, Readings>,
): Verdict {
  if (key.size !== answer.size || [...key.keys()].some((name) => !answer.has(name)))
    return undecided('other_letters')
  return all([...key].map(([name, value]) => compareReadings(value, answer.get(name) ?? value)))
}

/** Equal where all are, different where one is. */
function all(verdicts: readonly Verdict[]): Verdict {
  return (
    verdicts.find(({ result }) => result === 'different') ??
    verdicts.find(({ result }) => result === 'undecided') ??
    verdicts[0] ??
    undecided('unreadable')
  )
}

function setOf(value: Value): { name: string | undefined; of: readonly Readings[] } | undefined {
  if (value.is === 'set') return value
  return value.is === 'scalar' && !value.unit && !value.approximate
    ? { name: value.name, of: [value.number] }
    : undefined
}

/** Every one of each is among the others; a proof of a difference is one that differs from all of them. */
function compareSets(key: readonly Readings[], answer: readonly Readings[]): Verdict {
  const table = key.map((a) => answer.map((b) => compareReadings(a, b).result))
  const rows = table
  const columns = answer.map((_, column) => table.map((row) => row[column] ?? 'undecided'))
  const alone = (line: readonly string[]) => line.every((result) => result === 'different')
  if (rows.some(alone) || columns.some(alone)) return different('other_set')
  const found = (line: readonly string[]) => line.includes('equal')
  return rows.every(found) && columns.every(found) ? equal('same_set') : undecided('not_proved')
}

function rangesOf(value: Value): { name?: string | undefined; of: readonly Range[] } | undefined {
  if (value.is === 'ranges') return value
  const [low, high] = value.is === 'tuple' && value.of.length === 2 ? value.of : []
  return low && high ? { of: [{ low, lowClosed: false, high, highClosed: false }] } : undefined
}

function compareRanges(key: readonly Range[], answer: readonly Range[]): Verdict {
  const [a, b] = [inOrder(key), inOrder(answer)]
  if (!a || !b) return undecided('not_proved')
  if (a.length !== b.length) return different('other_set')
  const verdicts = a.flatMap((range, index) => {
    const other = b[index] ?? range
    return [
      compareEnds(range.low, other.low, range.lowClosed === other.lowClosed),
      compareEnds(range.high, other.high, range.highClosed === other.highClosed),
    ]
  })
  const verdict = all(verdicts)
  return verdict.result === 'equal'
    ? equal('same_set')
    : verdict.result === 'different'
      ? different('other_set')
      : verdict
}

function compareEnds(a: Readings | undefined, b: Readings | undefined, sameBracket: boolean): Verdict {
  if (!a || !b) return a === b ? equal('same_value') : different('other_set')
  const verdict = compareReadings(a, b)
  return verdict.result === 'equal' && !sameBracket ? different('other_set') : verdict
}

/** Sorted and known to be apart; undefined when that is not certain. A union whose parts touch is not taken together. */
function inOrder(ranges: readonly Range[]): readonly Range[] | undefined {
  const ends = ranges.map((range) => ({
    range,
    low: range.low ? endOf(range.low) : ([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY] as const),
    high: range.high ? endOf(range.high) : ([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] as const),
  }))
  const sorted = ends.toSorted((a, b) => (a.low?.[0] ?? 0) - (b.low?.[0] ?? 0))
  const certain = sorted.every(({ low, high }, index) => {
    const before = sorted[index - 1]
    if (!low || !high || low[1] >= high[0]) return false
    if (!before?.high || before.high[1] < low[0]) return true
    // x ≠ 2: both leave out the same place.
    const same = before.range.high && sorted[index]?.range.low
    return (
      same !== undefined &&
      before.range.high?.text === same.text &&
      !before.range.highClosed &&
      !sorted[index]?.range.lowClosed
    )
  })
  return certain ? sorted.map(({ range }) => range) : undefined
}

function endOf(end: Readings) {
  const [only] = end.of
  return only && end.of.length === 1 ? boundsOf(only, new Map()) : undefined
}

function isRelational(value: Value): boolean {
  return value.is === 'relation' || (value.is === 'scalar' && value.name?.length === 1 && !value.unit)
}

function relationOf(value: Value): { left: Readings; right: Readings } {
  if (value.is === 'relation') return value
  if (value.is !== 'scalar' || !value.name) throw new Error('not a relation')
  const name = value.name.charAt(0)
  return { left: { text: name, of: [{ is: 'variable', name }] }, right: value.number }
}
