/** A fraction in lowest terms, its denominator positive. */
export interface Rational {
  readonly n: bigint
  readonly d: bigint
}

/** Raised where going on would cost more than an answer is worth; the comparison is then undecided. */
export class TooMuch extends Error {}

/** Raised where a form has no exact normal form here; the points may still tell it apart. */
export class NotExact extends Error {}

/** Bits of a numerator or denominator: 1,200 decimal digits, far beyond school and far below what costs time. */
const bitsMax = 4_096

/** Some milliseconds of work of a whole judgement, which may compare many pairs: counted, not timed, so that a busy machine judges as an idle one does. */
const judgementMax = 40_000

let left = judgementMax

/** A judgement runs without a pause, so that one count for all of them is enough. */
export function beginJudgement() {
  left = judgementMax
}

/** Raises `TooMuch` once a judgement has taken more steps than it is worth. */
export function spendOfJudgement(steps: number) {
  left -= steps
  if (left < 0) throw new TooMuch('too many steps')
}

/** What is reduced costs as many divisions as it has bits: one step for these, none for numbers of a school book. */
const bitsPerStep = 16
const bitsFree = 64

const abs = (value: bigint) => (value < 0n ? -value : value)
const bits = (value: bigint) => abs(value).toString(16).length * 4

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [abs(a), abs(b)]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

export function rational(n: bigint, d = 1n): Rational {
  if (d === 0n) throw new NotExact('division by zero')
  if (bits(n) > bitsMax || bits(d) > bitsMax) throw new TooMuch('a number too long')
  const reduced = Math.min(bits(n), bits(d))
  if (reduced > bitsFree) spendOfJudgement(reduced / bitsPerStep)
  const by = gcd(n, d) * (d < 0n ? -1n : 1n)
  return by === 1n ? { n, d } : { n: n / by, d: d / by }
}

export const zero = rational(0n)
export const one = rational(1n)

export const isZero = (a: Rational) => a.n === 0n
export const isInteger = (a: Rational) => a.d === 1n
export const add = (a: Rational, b: Rational) => rational(a.n * b.d + b.n * a.d, a.d * b.d)
export const times = (a: Rational, b: Rational) => rational(a.n * b.n, a.d * b.d)
export const negative = (a: Rational): Rational => ({ n: -a.n, d: a.d })
export const inverse = (a: Rational) => rational(a.d, a.n)
export const magnitude = (a: Rational): Rational => ({ n: abs(a.n), d: a.d })
export const compare = (a: Rational, b: Rational) => {
  const difference = a.n * b.d - b.n * a.d
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
export const toText = ({ n, d }: Rational) => (d === 1n ? `${n}` : `${n}/${d}`)

/** The greatest whole number that is not above it. */
export const floor = ({ n, d }: Rational) => n / d - (n < 0n && n % d !== 0n ? 1n : 0n)

/** Raises `TooMuch` before it computes a power that would be too long. */
export function power(a: Rational, exponent: bigint): Rational {
  if (exponent < 0n) return power(inverse(a), -exponent)
  const longest = Math.max(bits(a.n), bits(a.d))
  const trivial = a.d === 1n && abs(a.n) <= 1n
  if (!trivial && (exponent > 4_096n || longest * Number(exponent) > bitsMax * 2))
    throw new TooMuch('a power too long')
  if (trivial) return rational(a.n === -1n && exponent % 2n === 0n ? 1n : exponent === 0n ? 1n : a.n)
  return rational(a.n ** exponent, a.d ** exponent)
}

/** Reads digits with at most one point. Raises `TooMuch` when they are too many. */
export function readDecimal(digits: string): Rational {
  const [whole = '', part = ''] = digits.split('.')
  if (whole.length + part.length > 400) throw new TooMuch('a number too long')
  return rational(BigInt(`${whole}${part}` || '0'), 10n ** BigInt(part.length))
}

/** As a double, correct to about one unit in the last place, however long the two numbers are. */
export function toNumber({ n, d }: Rational): number {
  const shift = bits(n) - bits(d)
  if (Math.abs(shift) < 900 && bits(n) < 900 && bits(d) < 900) return Number(n) / Number(d)
  return Number.NaN
}

/** The primes of a whole number and how often each divides it; undefined when they are not found quickly. */
export function factorise(value: bigint): Map<bigint, bigint> | undefined {
  const primes = new Map<bigint, bigint>()
  let rest = value
  for (let prime = 2n; prime * prime <= rest; prime += prime === 2n ? 1n : 2n) {
    if (prime > 2_000n) return undefined
    while (rest % prime === 0n) {
      primes.set(prime, (primes.get(prime) ?? 0n) + 1n)
      rest /= prime
    }
  }
  if (rest > 1n) primes.set(rest, (primes.get(rest) ?? 0n) + 1n)
  return primes
}
