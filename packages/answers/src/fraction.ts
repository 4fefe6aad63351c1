import type { Polynomial, Workspace } from './polynomial.ts'
import { keyOf, multiply, normalise, plus, raise, scale, unit } from './polynomial.ts'
import { compare, inverse, isInteger, NotExact, negative, one, zero } from './rational.ts'

/** A quotient of polynomials. Nothing is cancelled that is not one term: equality is decided by multiplying across. */
export interface Fraction {
  readonly over: Polynomial
  readonly under: Polynomial
}

export const whole = (over: Polynomial): Fraction => ({ over, under: unit })

/** Raises `NotExact` when `under` is nothing. A single term below goes up where its atoms may have negative exponents. */
export function fraction(space: Workspace, over: Polynomial, under: Polynomial): Fraction {
  if (under.size === 0) throw new NotExact('division by zero')
  if (under === unit) return { over, under }
  const [term] = under.values()
  if (!term || under.size > 1) return { over, under }
  const atoms = [...term.factors.keys()]
  if (!atoms.every((atom) => /^(v:|p:|w:|pi$|e$|i$)/.test(atom))) return { over, under }
  const factors = new Map([...term.factors].map(([atom, exponent]) => [atom, negative(exponent)]))
  return whole(multiply(space, over, normalise(space, inverse(term.coefficient), factors)))
}

export function addFractions(space: Workspace, a: Fraction, b: Fraction): Fraction {
  if (keyOf(a.under) === keyOf(b.under)) return { over: plus(space, a.over, b.over), under: a.under }
  const over = plus(space, multiply(space, a.over, b.under), multiply(space, b.over, a.under))
  return fraction(space, over, multiply(space, a.under, b.under))
}

export const multiplyFractions = (space: Workspace, a: Fraction, b: Fraction): Fraction =>
  fraction(space, multiply(space, a.over, b.over), multiply(space, a.under, b.under))

export const invert = (space: Workspace, { over, under }: Fraction): Fraction => fraction(space, under, over)

export function raiseFraction(space: Workspace, base: Fraction, exponent: bigint): Fraction {
  const { over, under } = exponent < 0n ? invert(space, base) : base
  const size = exponent < 0n ? -exponent : exponent
  return fraction(space, raise(space, over, size), raise(space, under, size))
}

/** The difference's numerator: nothing left means that both are the same wherever both are defined. */
export const difference = (space: Workspace, a: Fraction, b: Fraction): Polynomial =>
  plus(space, multiply(space, a.over, b.under), scale(multiply(space, b.over, a.under), negative(one)))

/** The polynomial it is. Raises `NotExact` when something is left below. */
export function polynomialOf({ over, under }: Fraction): Polynomial {
  if (under !== unit && keyOf(under) !== keyOf(unit)) throw new NotExact('a quotient where a sum is needed')
  return over
}

/** One name for equal fractions, as far as they are recognised as equal. */
export const fractionKey = ({ over, under }: Fraction) => `(${keyOf(over)})/(${keyOf(under)})`

/** Whether its first term, in the order of the keys, is negative: which of u and −u is written. */
export function isNegative(polynomial: Polynomial): boolean {
  const [first] = [...polynomial].sort(([a], [b]) => (a < b ? -1 : 1))
  return first !== undefined && compare(first[1].coefficient, zero) < 0
}

/**
 * Whether something left over proves a difference: powers of variables, roots of primes and one of π and e, which are linearly independent
 * over the rationals. Of the other atoms that is not known.
 */
export function isIndependent(polynomial: Polynomial): boolean {
  const atoms = new Set([...polynomial.values()].flatMap(({ factors }) => [...factors.keys()]))
  if (atoms.has('pi') && atoms.has('e')) return false
  const wholeOf = (kind: string) =>
    [...polynomial.values()].every(({ factors }) => {
      const exponent = factors.get(kind)
      return exponent === undefined || isInteger(exponent)
    })
  return [...atoms].every((atom) => /^(v:|p:|i$)/.test(atom) || (/^(pi|e)$/.test(atom) && wholeOf(atom)))
}
