import type { Fraction } from './fraction.ts'
import { fractionKey, isNegative, polynomialOf } from './fraction.ts'
import type { Polynomial, Workspace } from './polynomial.ts'
import { constant, minus, multiply, nothing, ofAtom, plus, scale, unit } from './polynomial.ts'
import type { Rational } from './rational.ts'
import { add, floor, isZero, NotExact, negative, one, rational, times } from './rational.ts'

interface Both {
  sine: Polynomial
  cosine: Polynomial
}

export const sine = (space: Workspace, of: Fraction) => both(space, of).sine
export const cosine = (space: Workspace, of: Fraction) => both(space, of).cosine

/**
 * Sine and cosine of u + qπ by the addition formulas: of qπ as roots where school knows them (multiples of 15°), and of whole multiples of
 * u by those of u.
 */
function both(space: Workspace, of: Fraction): Both {
  let angle: Polynomial
  try {
    angle = polynomialOf(of)
  } catch (error) {
    if (error instanceof NotExact) return atoms(space, fractionKey(of))
    throw error
  }
  const turns = angle.get('pi^1')
  const rest = new Map(angle)
  rest.delete('pi^1')
  const shift = turns ? ofTurn(space, turns.coefficient) : { sine: nothing, cosine: unit }
  if (rest.size === 0) return shift
  return sum(space, multiple(space, rest), shift)
}

function atoms(space: Workspace, key: string): Both {
  return { sine: ofAtom(space, `s:${key}`), cosine: ofAtom(space, `c:${key}`) }
}

function sum(space: Workspace, a: Both, b: Both): Both {
  const m = (x: Polynomial, y: Polynomial) => multiply(space, x, y)
  return {
    sine: plus(space, m(a.sine, b.cosine), m(a.cosine, b.sine)),
    cosine: minus(space, m(a.cosine, b.cosine), m(a.sine, b.sine)),
  }
}

function multiple(space: Workspace, angle: Polynomial): Both {
  if (isNegative(angle)) {
    const { sine, cosine } = multiple(space, scale(angle, negative(one)))
    return { sine: scale(sine, negative(one)), cosine }
  }
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
  const whole = [...angle.values()].reduce((by, { coefficient }) => gcd(by, coefficient.n), 0n)
  const times = whole > 1n && whole <= 8n ? whole : 1n
  const single = scale(angle, rational(1n, times))
  const first = atoms(space, fractionKey({ over: single, under: unit }))
  let result = first
  for (let count = 1n; count < times; count++) result = sum(space, result, first)
  return result
}

/** Of qπ. Multiples of π/12 are roots; any other is an atom of an angle between 0 and π/2. */
function ofTurn(space: Workspace, q: Rational): Both {
  const quarters = floor(times(q, rational(2n)))
  const rest = add(q, rational(-quarters, 2n))
  let result = isZero(rest) ? { sine: nothing, cosine: unit } : ofAcute(space, rest)
  const turns = ((quarters % 4n) + 4n) % 4n
  for (let count = 0n; count < turns; count++) {
    result = { sine: result.cosine, cosine: scale(result.sine, negative(one)) }
  }
  return result
}

function ofAcute(space: Workspace, q: Rational): Both {
  const root = (value: bigint) => ofAtom(space, `p:${value}`, rational(1n, 2n))
  const half = constant(rational(1n, 2n))
  const twelfths = times(q, rational(12n))
  const of = (by: Rational, ...parts: Polynomial[]) =>
    scale(
      parts.reduce((total, part) => plus(space, total, part), nothing),
      by,
    )
  const sixth = multiply(space, root(2n), root(3n))
  const sines: Record<string, Polynomial> = {
    1: of(rational(1n, 4n), sixth, scale(root(2n), negative(one))),
    2: half,
    3: of(rational(1n, 2n), root(2n)),
    4: of(rational(1n, 2n), root(3n)),
    5: of(rational(1n, 4n), sixth, root(2n)),
  }
  const at = (n: bigint) => sines[n.toString()] ?? nothing
  if (twelfths.d === 1n) return { sine: at(twelfths.n), cosine: at(12n / 2n - twelfths.n) }
  return {
    sine: ofAtom(space, `f:sin(${q.n}/${q.d})`),
    cosine: ofAtom(
      space,
      `f:sin(${add(rational(1n, 2n), negative(q)).n}/${add(rational(1n, 2n), negative(q)).d})`,
    ),
  }
}
