import type { Polynomial, Workspace } from './polynomial.ts'
import { constant, keyOf, monomialKey, multiply, nothing, ofAtom, raise, scale, unit } from './polynomial.ts'
import type { Rational } from './rational.ts'
import { factorise, inverse, isInteger, NotExact, negative, one, rational, times } from './rational.ts'

/** A positive rational to a rational power, as roots of primes. Raises `NotExact` when its primes are not found quickly. */
function primesTo(space: Workspace, value: Rational, exponent: Rational): Polynomial {
  const [up, down] = [factorise(value.n), factorise(value.d)]
  if (!up || !down) throw new NotExact('primes not found')
  let product: Polynomial = unit
  const take = (prime: bigint, count: bigint) => {
    product = multiply(space, product, ofAtom(space, `p:${prime}`, times(exponent, rational(count))))
  }
  for (const [prime, count] of up) take(prime, count)
  for (const [prime, count] of down) take(prime, -count)
  return product
}

/** A polynomial to a power that is no whole number, over the reals. */
export function rootOf(space: Workspace, base: Polynomial, exponent: Rational): Polynomial {
  if (base.size === 0) {
    if (exponent.n < 0n) throw new NotExact('division by zero')
    return nothing
  }
  const [term] = base.values()
  if (term && base.size === 1) return rootOfTerm(space, term, exponent)
  const content = contentOf(base)
  const inner = scale(base, inverse(content))
  const atom = `r:${keyOf(inner)}`
  space.bases.set(atom, inner)
  if (exponent.n < 0n) throw new NotExact('a root below')
  // As much of the power as is whole is written out by the reduction.
  return multiply(space, primesTo(space, content, exponent), ofAtom(space, atom, exponent))
}

function rootOfTerm(
  space: Workspace,
  term: { coefficient: Rational; factors: ReadonlyMap<string, Rational> },
  exponent: Rational,
): Polynomial {
  const odd = exponent.d % 2n === 1n
  let coefficient = term.coefficient
  let sign = one
  if (coefficient.n < 0n) {
    if (!odd) throw new NotExact('an even root of what may be negative')
    coefficient = negative(coefficient)
    if (exponent.n % 2n !== 0n) sign = negative(one)
  }
  let product = scale(primesTo(space, coefficient, exponent), sign)
  for (const [atom, times_] of term.factors) {
    const total = times(times_, exponent)
    let part: Polynomial
    if (/^(p:|pi$|e$)/.test(atom)) part = ofAtom(space, atom, total)
    else if (atom.startsWith('v:') && isInteger(times_) && (odd || times_.n % 2n !== 0n)) {
      part = ofAtom(space, atom, total)
    } else if (atom.startsWith('v:') && isInteger(times_) && total.n > 0n) {
      // √(x²) is |x|, and x only where x is not negative.
      const inner = ofAtom(space, atom)
      const key = `a:${keyOf(inner)}`
      space.bases.set(key, inner)
      part = ofAtom(space, key, total)
    } else throw new NotExact('a root of this')
    product = multiply(space, product, part)
  }
  return product
}

/** The greatest rational that all coefficients are whole multiples of. */
function contentOf(polynomial: Polynomial): Rational {
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
  let [n, d] = [0n, 1n]
  for (const { coefficient } of polynomial.values()) {
    n = gcd(n, coefficient.n)
    d = (d / gcd(d, coefficient.d)) * coefficient.d
  }
  return rational(n, d)
}

/** A power whose exponent has variables: 2^(x+1) is 2·2^x, (ab)^n is aⁿbⁿ, e^(2x) is (e^x)². */
export function powerOf(space: Workspace, base: Polynomial, exponent: Polynomial): Polynomial {
  const parts = partsOf(base)
  let product: Polynomial = unit
  for (const [key, { coefficient: count, factors: monomial }] of exponent) {
    for (const [atom, times_] of parts) {
      const total = times(count, times_)
      product = multiply(
        space,
        product,
        key === ''
          ? plainPower(space, base, parts, atom, total)
          : symbolicPower(space, atom, monomial, total),
      )
    }
  }
  return product
}

/** What a base consists of: primes, -1, atoms, or the whole of it when it is a sum. */
function partsOf(base: Polynomial): Map<string, Rational> {
  const [term] = base.values()
  if (!term) throw new NotExact('zero to a power with variables')
  if (base.size > 1) return new Map([[`(${keyOf(base)})`, one]])
  const parts = new Map<string, Rational>()
  const { coefficient, factors } = term
  if (coefficient.n < 0n) parts.set('-1', one)
  const [up, down] = [
    factorise(coefficient.n < 0n ? -coefficient.n : coefficient.n),
    factorise(coefficient.d),
  ]
  if (!up || !down) throw new NotExact('primes not found')
  for (const [prime, count] of up) parts.set(`p:${prime}`, rational(count))
  for (const [prime, count] of down) parts.set(`p:${prime}`, rational(-count))
  for (const [atom, count] of factors) {
    if (!/^(v:|p:|w:|pi$|e$)/.test(atom)) throw new NotExact('a power of this')
    const there = parts.get(atom)
    parts.set(atom, there ? rational(there.n * count.d + count.n * there.d, there.d * count.d) : count)
  }
  return parts
}

function plainPower(
  space: Workspace,
  base: Polynomial,
  parts: Map<string, Rational>,
  atom: string,
  total: Rational,
): Polynomial {
  if (atom.startsWith('p:') || atom === 'e' || atom === 'pi') return ofAtom(space, atom, total)
  if (!isInteger(total)) throw new NotExact('a power that is not whole')
  if (atom === '-1') return constant(total.n % 2n === 0n ? one : negative(one))
  if (!atom.startsWith('(')) return ofAtom(space, atom, total)
  if (total.n < 0n || parts.size > 1) throw new NotExact('a quotient where a sum is needed')
  return raise(space, base, total.n)
}

function symbolicPower(
  space: Workspace,
  atom: string,
  monomial: ReadonlyMap<string, Rational>,
  total: Rational,
): Polynomial {
  const inner = space.powers.get(atom)
  const factors = new Map(inner?.monomial)
  for (const [name, exponent] of monomial) {
    const there = factors.get(name)
    factors.set(
      name,
      there ? rational(there.n * exponent.d + exponent.n * there.d, there.d * exponent.d) : exponent,
    )
  }
  const base = inner?.base ?? atom
  const key = `w:${base}:${monomialKey(factors)}`
  space.powers.set(key, { base, monomial: factors })
  return ofAtom(space, key, total)
}
