import type { Bounds } from './bounds.ts'
import { boundsOf } from './bounds.ts'
import { toFraction } from './exact.ts'
import type { Expression } from './expression.ts'
import { countNodes, variablesOf } from './expression.ts'
import type { Fraction } from './fraction.ts'
import { difference, isIndependent } from './fraction.ts'
import { constantOf, createWorkspace, spend } from './polynomial.ts'
import type { Rational } from './rational.ts'
import { NotExact, TooMuch } from './rational.ts'
import type { Verdict } from './verdict.ts'
import { agreement, different, equal, undecided } from './verdict.ts'

/**
 * Eight points for each variable: multiples of 1/64, so that doubles hold them exactly; the first three with positive values only,
 * for logarithms and roots. They are always the same, so that the same pair is always judged the same.
 */
const values = [
  [75, 129, 101, -163, 83, -111, 143, -93],
  [141, 87, 195, -103, 61, -149, -71, -123],
  [109, 167, 69, 131, -97, 73, -135, -151],
  [91, 79, 155, -113, -127, -81, 147, 105],
]
/** Letters that usually stand for whole numbers: what differs for these differs, whatever they stand for. */
const counters = /^[nkmN](?:_|$)/

function pointsFor(names: Iterable<string>): Map<string, number>[] {
  const sorted = [...names].sort()
  return Array.from({ length: 8 }, (_, index) => {
    const entries = sorted.map((name, place): [string, number] => {
      if (counters.test(name)) return [name, ((index * 3 + place * 5) % 7) + 1 + place]
      const row = values[place % values.length] ?? []
      const spread = Math.floor(place / values.length) * 17
      const value = row[index] ?? 1
      return [name, (value + Math.sign(value) * spread) / 64]
    })
    return new Map(entries)
  })
}

/** Whether two values are proved equal or proved different, wherever both are defined. Raises `TooMuch`. */
export function compareExpressions(key: Expression, answer: Expression): Verdict {
  const names = new Set([...variablesOf(key), ...variablesOf(answer)])
  if (!names.has('i')) return compareAs(key, answer, names, false)
  // i is the imaginary unit where there is no other letter; beside others it may be one of them.
  const imaginary = compareAs(key, answer, names, true)
  return names.size === 1 ? imaginary : agreement([imaginary, compareAs(key, answer, names, false)])
}

function compareAs(key: Expression, answer: Expression, names: Set<string>, imaginary: boolean): Verdict {
  const exact = compareExactly(key, answer, imaginary)
  if (exact === 'different') return different('other_value')
  if (exact === 'equal') return equal('same_value')
  if (imaginary) return undecided('not_proved')
  const space = createWorkspace()
  // Raised, not caught: beyond the count of a judgement nothing is decided.
  spend(space, countNodes(key) + countNodes(answer))
  const points = names.size > 0 ? pointsFor(names) : [new Map<string, number>()]
  const pairs = points.map((point) => ({ a: boundsOf(key, point), b: boundsOf(answer, point) }))
  const defined = pairs.filter(({ a, b }) => a && b)
  if (defined.length === 0) return undecided('undefined')
  if (exact === 'equal where defined') return equal('same_value')
  const apart = defined.filter(({ a, b }) => areApart(a, b)).length
  return apart >= Math.min(2, points.length) ? different('other_value') : undecided('not_proved')
}

function areApart(a: Bounds, b: Bounds): boolean {
  if (!a || !b) return false
  const gap = Math.max(b[0] - a[1], a[0] - b[1])
  const size = Math.max(Math.abs(a[0]), Math.abs(a[1]), Math.abs(b[0]), Math.abs(b[1]))
  return gap > 1e-9 * size
}

function compareExactly(
  key: Expression,
  answer: Expression,
  imaginary: boolean,
): 'equal' | 'equal where defined' | 'different' | undefined {
  const space = createWorkspace()
  try {
    const [a, b] = [toFraction(space, key, imaginary), toFraction(space, answer, imaginary)]
    const left = difference(space, a, b)
    const independent = [a.over, a.under, b.over, b.under].every(isIndependent)
    if (left.size === 0) return independent ? 'equal' : 'equal where defined'
    return independent && isIndependent(left) ? 'different' : undefined
  } catch (error) {
    if (error instanceof NotExact || error instanceof TooMuch) return undefined
    throw error
  }
}

/** The exact rational value, if it is one. Undefined for everything else. */
export function rationalValue(expression: Expression): Rational | undefined {
  try {
    const { over, under }: Fraction = toFraction(createWorkspace(), expression, false)
    const [top, bottom] = [constantOf(over), constantOf(under)]
    return top && bottom && bottom.n === bottom.d ? top : undefined
  } catch (error) {
    if (error instanceof NotExact || error instanceof TooMuch) return undefined
    throw error
  }
}
