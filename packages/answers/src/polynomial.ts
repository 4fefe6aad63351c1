import type { Rational } from './rational.ts'
import {
  add,
  floor,
  isZero,
  negative,
  one,
  power,
  rational,
  spendOfJudgement,
  TooMuch,
  times,
  toText,
  zero,
} from './rational.ts'

/**
 * Sums of products of atoms with rational coefficients and exponents, reduced by what the atoms are, so that what is the same for
 * these reductions has the same terms. Atoms by the start of their key: `v:` a variable · `p:` a prime, its exponent in
 * [0, 1) · `pi` · `e` · `i` the imaginary unit · `w:` a power with a variable exponent · `r:` a sum under a root, its exponent
 * in [0, 1) · `a:` an absolute value, 0 or 1 of it beside the square · `s:`, `c:` sine and cosine of the same, at most one cosine ·
 * `l:` a logarithm · `f:` an inverse function.
 */
export interface Term {
  readonly coefficient: Rational
  readonly factors: ReadonlyMap<string, Rational>
}
export type Polynomial = ReadonlyMap<string, Term>

/** What one comparison may do, and what its atoms were made of. */
export interface Workspace {
  steps: number
  readonly bases: Map<string, Polynomial>
  readonly powers: Map<string, { base: string; monomial: ReadonlyMap<string, Rational> }>
}

/** Steps of one comparison; those of the whole judgement are counted beside. */
const stepsMax = 8_000

export const createWorkspace = (): Workspace => ({ steps: stepsMax, bases: new Map(), powers: new Map() })

export function spend(space: Workspace, steps = 1) {
  space.steps -= steps
  if (space.steps < 0) throw new TooMuch('too many steps')
  spendOfJudgement(steps)
}

export function monomialKey(factors: ReadonlyMap<string, Rational>): string {
  return [...factors]
    .map(([atom, exponent]) => `${atom}^${toText(exponent)}`)
    .sort()
    .join('*')
}

export const keyOf = (polynomial: Polynomial): string =>
  [...polynomial]
    .map(([key, { coefficient }]) => `${toText(coefficient)}[${key}]`)
    .sort()
    .join('+')

export const nothing: Polynomial = new Map()
export const constant = (value: Rational): Polynomial =>
  isZero(value) ? nothing : new Map([['', { coefficient: value, factors: new Map() }]])
export const unit = constant(one)

export function ofAtom(space: Workspace, atom: string, exponent: Rational = one): Polynomial {
  return normalise(space, one, new Map([[atom, exponent]]))
}

/** Its value when it has no atoms. */
export function constantOf(polynomial: Polynomial): Rational | undefined {
  if (polynomial.size === 0) return zero
  const only = polynomial.size === 1 ? polynomial.get('') : undefined
  return only?.coefficient
}

export function plus(space: Workspace, a: Polynomial, b: Polynomial): Polynomial {
  spend(space, 1 + b.size)
  const sum = new Map(a)
  for (const [key, term] of b) {
    const there = sum.get(key)
    const coefficient = there ? add(there.coefficient, term.coefficient) : term.coefficient
    if (isZero(coefficient)) sum.delete(key)
    else sum.set(key, { coefficient, factors: term.factors })
  }
  return sum
}

export function scale(polynomial: Polynomial, by: Rational): Polynomial {
  if (isZero(by)) return nothing
  return new Map(
    [...polynomial].map(([key, { coefficient, factors }]) => [
      key,
      { coefficient: times(coefficient, by), factors },
    ]),
  )
}

export const minus = (space: Workspace, a: Polynomial, b: Polynomial) =>
  plus(space, a, scale(b, negative(one)))

export function multiply(space: Workspace, a: Polynomial, b: Polynomial): Polynomial {
  let product: Polynomial = nothing
  for (const x of a.values()) {
    for (const y of b.values()) {
      spend(space, 1 + x.factors.size + y.factors.size)
      const factors = new Map(x.factors)
      for (const [atom, exponent] of y.factors) {
        const there = factors.get(atom)
        factors.set(atom, there ? add(there, exponent) : exponent)
      }
      const part = normalise(space, times(x.coefficient, y.coefficient), factors)
      // One term at a time goes into the same map: copying it each time would make products cost the cube.
      if (product === nothing) product = new Map(part)
      else addInto(product as Map<string, Term>, part)
    }
  }
  if (product.size > 2_000) throw new TooMuch('too many terms')
  return product
}

function addInto(sum: Map<string, Term>, part: Polynomial) {
  for (const [key, term] of part) {
    const there = sum.get(key)
    const coefficient = there ? add(there.coefficient, term.coefficient) : term.coefficient
    if (isZero(coefficient)) sum.delete(key)
    else sum.set(key, { coefficient, factors: term.factors })
  }
}

export function raise(space: Workspace, base: Polynomial, exponent: bigint): Polynomial {
  if (exponent > 200n && base.size > 1) throw new TooMuch('a power too high')
  const value = constantOf(base)
  if (value) return constant(power(value, exponent))
  if (exponent > 100_000n) throw new TooMuch('a power too high')
  let [result, square, rest] = [unit, base, exponent]
  while (rest > 0n) {
    if (rest % 2n === 1n) result = multiply(space, result, square)
    rest /= 2n
    if (rest > 0n) square = multiply(space, square, square)
  }
  return result
}

/** One term, by what its atoms are: √2·√2 is 2, cos² is 1 − sin². */
export function normalise(
  space: Workspace,
  of: Rational,
  factors: ReadonlyMap<string, Rational>,
): Polynomial {
  let coefficient = of
  const kept = new Map<string, Rational>()
  const expanded: Polynomial[] = []
  for (const [atom, exponent] of factors) {
    if (isZero(exponent)) continue
    const kind = atom.slice(0, 2)
    let rest = exponent
    if (kind === 'p:') {
      const whole = floor(exponent)
      coefficient = times(coefficient, power(rational(BigInt(atom.slice(2))), whole))
      rest = add(exponent, rational(-whole))
    } else if (atom === 'i') {
      const quarter = ((exponent.n % 4n) + 4n) % 4n
      if (quarter >= 2n) coefficient = negative(coefficient)
      rest = rational(quarter % 2n)
    } else if (kind === 'c:' || kind === 'a:') {
      const pairs = floor(exponent) / 2n
      if (pairs > 0n) {
        expanded.push(raise(space, squareOf(space, atom), pairs))
        rest = add(exponent, rational(-2n * pairs))
      }
    } else if (kind === 'r:') {
      const whole = floor(exponent)
      if (whole > 0n) {
        expanded.push(raise(space, baseOf(space, atom), whole))
        rest = add(exponent, rational(-whole))
      }
    }
    if (!isZero(rest)) kept.set(atom, rest)
  }
  if (isZero(coefficient)) return nothing
  const term: Polynomial = new Map([[monomialKey(kept), { coefficient, factors: kept }]])
  return expanded.reduce((product, part) => multiply(space, product, part), term)
}

function baseOf(space: Workspace, atom: string): Polynomial {
  const base = space.bases.get(atom)
  if (!base) throw new TooMuch('an atom without its base')
  return base
}

function squareOf(space: Workspace, atom: string): Polynomial {
  if (atom.startsWith('c:')) {
    return minus(space, unit, ofAtom(space, `s:${atom.slice(2)}`, rational(2n)))
  }
  const inner = baseOf(space, atom)
  return multiply(space, inner, inner)
}
