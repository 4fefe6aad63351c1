import { toFraction } from './exact.ts'
import type { Expression } from './expression.ts'
import { difference } from './fraction.ts'
import type { Polynomial, Workspace } from './polynomial.ts'
import {
  constant,
  constantOf,
  createWorkspace,
  minus,
  multiply,
  nothing,
  plus,
  raise,
  scale,
  unit,
} from './polynomial.ts'
import type { Rational } from './rational.ts'
import { inverse, isInteger, isZero, NotExact, negative, one, rational, TooMuch } from './rational.ts'
import type { Readings } from './value.ts'
import type { Verdict } from './verdict.ts'
import { agreement, different, equal, undecided } from './verdict.ts'

interface Relation {
  left: Readings
  right: Readings
}

/** Whether two equations are solved by the same: equal when one is a multiple of the other, different by a solution of one alone. */
export function compareRelations(key: Relation, answer: Relation): Verdict {
  if (key.left.text === answer.left.text && key.right.text === answer.right.text) return equal('same_text')
  const verdicts = key.left.of.flatMap((a) =>
    key.right.of.flatMap((b) =>
      answer.left.of.flatMap((c) => answer.right.of.map((d) => compareEquations([a, b], [c, d]))),
    ),
  )
  return agreement(verdicts)
}

function compareEquations(key: [Expression, Expression], answer: [Expression, Expression]): Verdict {
  const space = createWorkspace()
  try {
    const [a, b] = [leftover(space, key), leftover(space, answer)]
    if (!a || !b || a.size === 0 || b.size === 0) return undecided('not_proved')
    // A constant left over is an equation that nothing solves.
    if (constantOf(a) || constantOf(b)) return undecided('not_proved')
    const [[first, term] = []] = [...a].sort(([x], [y]) => (x < y ? -1 : 1))
    if (first === undefined || !term) return undecided('not_proved')
    const there = b.get(first)
    if (there) {
      const apart = minus(space, scale(a, there.coefficient), scale(b, term.coefficient))
      if (apart.size === 0) return equal('same_relation')
    }
    const letters = (of: Polynomial) =>
      new Set([...of.values()].flatMap(({ factors }) => [...factors.keys()]))
    if (!letters(b).isSubsetOf(letters(a))) return undecided('other_letters')
    if (solvesOneOnly(space, a, b) || solvesOneOnly(space, b, a)) return different('other_relation')
  } catch (error) {
    if (!(error instanceof NotExact || error instanceof TooMuch)) throw error
  }
  return undecided('not_proved')
}

/** Left minus right, with nothing below: only where both are polynomials, since what was below must not be zero. */
function leftover(space: Workspace, [left, right]: [Expression, Expression]): Polynomial | undefined {
  const [a, b] = [toFraction(space, left, false), toFraction(space, right, false)]
  if (!constantOf(a.under) || !constantOf(b.under)) return undefined
  const polynomial = difference(space, a, b)
  const isPlain = [...polynomial.values()].every(({ factors }) =>
    [...factors].every(([atom, exponent]) => atom.startsWith('v:') && isInteger(exponent) && exponent.n > 0n),
  )
  return isPlain ? polynomial : undefined
}

/** A letter that stands alone in `a`, to the first power, is solved for at some places of the others, and put into `b`. */
function solvesOneOnly(space: Workspace, a: Polynomial, b: Polynomial): boolean {
  const letters = new Set([...a.values(), ...b.values()].flatMap(({ factors }) => [...factors.keys()]))
  for (const letter of letters) {
    const withIt = [...a.values()].filter(({ factors }) => factors.has(letter))
    const [only] = withIt
    if (!only || withIt.length > 1 || only.factors.size > 1 || only.factors.get(letter)?.n !== 1n) continue
    const others = [...letters].filter((each) => each !== letter).sort()
    for (const shift of [2n, 5n, -3n]) {
      const at = new Map(others.map((each, index) => [each, rational(shift + BigInt(index) * 2n)]))
      const rest = evaluate(space, new Map([...a].filter(([, term]) => term !== only)), at)
      const solution = scale(rest, negative(inverse(only.coefficient)))
      const value = constantOf(solution)
      if (!value) continue
      const left = constantOf(evaluate(space, b, new Map([...at, [letter, value]])))
      if (left && !isZero(left)) return true
    }
  }
  return false
}

function evaluate(space: Workspace, of: Polynomial, at: ReadonlyMap<string, Rational>): Polynomial {
  let total: Polynomial = nothing
  for (const { coefficient, factors } of of.values()) {
    let product = constant(coefficient)
    for (const [atom, exponent] of factors) {
      product = multiply(space, product, raise(space, constant(at.get(atom) ?? one), exponent.n))
    }
    total = plus(space, total, product)
  }
  return total.size === 0 ? scale(unit, rational(0n)) : total
}
