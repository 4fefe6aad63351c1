import type { Expression } from './expression.ts'
import type { Fraction } from './fraction.ts'
import {
  addFractions,
  fraction,
  fractionKey,
  invert,
  isNegative,
  multiplyFractions,
  polynomialOf,
  raiseFraction,
  whole,
} from './fraction.ts'
import type { Polynomial, Workspace } from './polynomial.ts'
import {
  constant,
  constantOf,
  keyOf,
  multiply,
  nothing,
  ofAtom,
  plus,
  scale,
  spend,
  unit,
} from './polynomial.ts'
import { powerOf, rootOf } from './powers.ts'
import { factorise, magnitude, NotExact, negative, one, rational } from './rational.ts'
import { cosine, sine } from './trigonometry.ts'

/**
 * The normal form of an expression, exactly. `i` is the imaginary unit only where told. Raises `NotExact` where there is none
 * here, `TooMuch` when the work is not worth it.
 */
export function toFraction(space: Workspace, expression: Expression, imaginary: boolean): Fraction {
  spend(space)
  const read = (part: Expression) => toFraction(space, part, imaginary)
  switch (expression.is) {
    case 'number':
      return whole(constant(expression.value))
    case 'variable':
      return whole(ofAtom(space, imaginary && expression.name === 'i' ? 'i' : `v:${expression.name}`))
    case 'constant':
      return whole(ofAtom(space, expression.name))
    case 'sum':
      return expression.of.map(read).reduce((sum, part) => addFractions(space, sum, part), whole(nothing))
    case 'product':
      return expression.of
        .map(read)
        .reduce((product, part) => multiplyFractions(space, product, part), whole(unit))
    case 'quotient':
      return multiplyFractions(space, read(expression.over), invert(space, read(expression.under)))
    case 'power': {
      const exponent = polynomialOf(read(expression.exponent))
      const value = constantOf(exponent)
      const base = read(expression.base)
      if (!value) return whole(powerOf(space, polynomialOf(base), exponent))
      if (base.over.size === 0 && value.n <= 0n) throw new NotExact('zero to the power of zero')
      if (value.d === 1n) return raiseFraction(space, base, value.n)
      return rootFraction(space, base, value)
    }
    case 'root':
      return rootFraction(space, read(expression.of), rational(1n, BigInt(expression.index)))
    case 'absolute':
      return absolute(space, read(expression.of))
    case 'call':
      return call(space, expression.name, read(expression.of))
  }
}

function rootFraction(space: Workspace, base: Fraction, exponent: { n: bigint; d: bigint }): Fraction {
  const over = rootOf(space, base.over, exponent)
  return base.under === unit ? whole(over) : fraction(space, over, rootOf(space, base.under, exponent))
}

function absolute(space: Workspace, of: Fraction): Fraction {
  const part = (polynomial: Polynomial): Polynomial => {
    const value = constantOf(polynomial)
    if (value) return constant(magnitude(value))
    const positive = isNegative(polynomial) ? scale(polynomial, negative(one)) : polynomial
    const [only] = positive.size === 1 ? positive.values() : []
    // |2x| is 2|x|.
    const inner = only ? scale(positive, rational(only.coefficient.d, only.coefficient.n)) : positive
    const atom = `a:${keyOf(inner)}`
    space.bases.set(atom, inner)
    return scale(ofAtom(space, atom), only?.coefficient ?? one)
  }
  return fraction(space, part(of.over), part(of.under))
}

function call(space: Workspace, name: Extract<Expression, { is: 'call' }>['name'], of: Fraction): Fraction {
  switch (name) {
    case 'sin':
      return whole(sine(space, of))
    case 'cos':
      return whole(cosine(space, of))
    case 'tan':
      return fraction(space, sine(space, of), cosine(space, of))
    case 'cot':
      return fraction(space, cosine(space, of), sine(space, of))
    case 'sec':
      return fraction(space, unit, cosine(space, of))
    case 'csc':
      return fraction(space, unit, sine(space, of))
    case 'ln':
      return whole(logarithm(space, of))
    default:
      return whole(ofAtom(space, `f:${name}${fractionKey(of)}`))
  }
}

/** ln 12 is 2 ln 2 + ln 3, ln eˣ is x; of what may be negative nothing is taken apart. */
function logarithm(space: Workspace, of: Fraction): Polynomial {
  const opaque = () => ofAtom(space, `l:${fractionKey(of)}`)
  const [term] = of.over.values()
  if (!term || of.over.size > 1 || keyOf(of.under) !== keyOf(unit) || term.coefficient.n <= 0n)
    return opaque()
  const primes = { up: factorise(term.coefficient.n), down: factorise(term.coefficient.d) }
  if (!primes.up || !primes.down) return opaque()
  let sum: Polynomial = nothing
  const addLog = (prime: bigint | string, times: { n: bigint; d: bigint }) => {
    sum = plus(space, sum, scale(ofAtom(space, `l:${prime}`), times))
  }
  for (const [prime, times] of primes.up) addLog(prime, rational(times))
  for (const [prime, times] of primes.down) addLog(prime, rational(-times))
  for (const [atom, exponent] of term.factors) {
    const power = space.powers.get(atom)
    const base = power?.base ?? atom
    if (base !== 'e' && !base.startsWith('p:')) return opaque()
    const times = power ? multiply(space, constant(exponent), monomialOf(power.monomial)) : constant(exponent)
    sum = plus(space, sum, base === 'e' ? times : multiply(space, times, ofAtom(space, `l:${base.slice(2)}`)))
  }
  return sum
}

const monomialOf = (factors: ReadonlyMap<string, { n: bigint; d: bigint }>): Polynomial =>
  new Map([
    [
      [...factors]
        .map(([atom, { n, d }]) => `${atom}^${d === 1n ? n : `${n}/${d}`}`)
        .sort()
        .join('*'),
      { coefficient: one, factors },
    ],
  ])
