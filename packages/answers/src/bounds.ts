import type { Expression, FunctionName } from './expression.ts'
import { toNumber } from './rational.ts'

/** Between which two doubles a value certainly lies; undefined where there is no value, or none that doubles can hold. */
export type Bounds = readonly [low: number, high: number] | undefined

/** What doubles may be off by after one operation, generously: eight units in the last place. */
const slack = 2 ** -49

function widen(low: number, high: number): Bounds {
  const off = Math.max(Math.abs(low), Math.abs(high)) * slack + Number.MIN_VALUE * 8
  const wide: Bounds = [low - off, high + off]
  return Number.isFinite(wide[0]) && Number.isFinite(wide[1]) ? wide : undefined
}

const of = (values: number[]): Bounds => widen(Math.min(...values), Math.max(...values))

function times(a: Bounds, b: Bounds): Bounds {
  return a && b && of([a[0] * b[0], a[0] * b[1], a[1] * b[0], a[1] * b[1]])
}

function inverse(a: Bounds): Bounds {
  return a && (a[0] > 0 || a[1] < 0) ? of([1 / a[0], 1 / a[1]]) : undefined
}

const grow = (a: Bounds, f: (value: number) => number): Bounds => a && of([f(a[0]), f(a[1])])
const within = (a: Bounds, low: number, high: number) => (a && a[0] >= low && a[1] <= high ? a : undefined)

/** By its value in the middle: neither function changes faster than its argument. */
function wave(a: Bounds, f: (value: number) => number): Bounds {
  if (!a || Math.abs(a[0]) > 1e6 || Math.abs(a[1]) > 1e6) return undefined
  const [middle, half] = [(a[0] + a[1]) / 2, (a[1] - a[0]) / 2]
  const value = f(middle)
  return widen(value - half - 1e-15, value + half + 1e-15)
}

const functions: Record<FunctionName, (of: Bounds) => Bounds> = {
  sin: (a) => wave(a, Math.sin),
  cos: (a) => wave(a, Math.cos),
  tan: (a) => times(wave(a, Math.sin), inverse(wave(a, Math.cos))),
  cot: (a) => times(wave(a, Math.cos), inverse(wave(a, Math.sin))),
  sec: (a) => inverse(wave(a, Math.cos)),
  csc: (a) => inverse(wave(a, Math.sin)),
  arcsin: (a) => grow(within(a, -1, 1), Math.asin),
  arccos: (a) => grow(within(a, -1, 1), Math.acos),
  arctan: (a) => grow(a, Math.atan),
  ln: (a) => logarithm(a),
}

/** Near 1 a logarithm is small, and what it is off by is not. */
function logarithm(a: Bounds): Bounds {
  const found = a && a[0] > 0 ? grow(a, Math.log) : undefined
  return found && [found[0] - 1e-15, found[1] + 1e-15]
}

function raise(base: Bounds, exponent: Bounds, whole: number | undefined): Bounds {
  if (!base || !exponent) return undefined
  if (whole !== undefined) {
    if (whole < 0) return inverse(raise(base, [-whole, -whole], -whole))
    if (whole === 0) return base[0] > 0 || base[1] < 0 ? [1, 1] : undefined
    const values = [base[0] ** whole, base[1] ** whole]
    if (whole % 2 === 0 && base[0] < 0 && base[1] > 0) values.push(0)
    return of(values)
  }
  if (base[0] <= 0) return undefined
  const power = times(logarithm(base), exponent)
  return power && Math.abs(power[0]) < 600 && Math.abs(power[1]) < 600 ? grow(power, Math.exp) : undefined
}

function root(a: Bounds, index: number): Bounds {
  if (!a) return undefined
  const real = (value: number) => Math.sign(value) * Math.abs(value) ** (1 / index)
  if (index % 2 === 0 && a[0] < 0) return undefined
  return grow(a, index === 2 ? Math.sqrt : real)
}

/** Encloses the value of an expression with doubles for its variables; every operation is rounded outwards. */
export function boundsOf(expression: Expression, at: ReadonlyMap<string, number>): Bounds {
  const read = (part: Expression) => boundsOf(part, at)
  switch (expression.is) {
    case 'number': {
      const value = toNumber(expression.value)
      return Number.isInteger(value) && Math.abs(value) < 2 ** 53 ? [value, value] : widen(value, value)
    }
    case 'variable': {
      const value = at.get(expression.name)
      return value === undefined ? undefined : [value, value]
    }
    case 'constant':
      return expression.name === 'pi' ? widen(Math.PI, Math.PI) : widen(Math.E, Math.E)
    case 'sum':
      return expression.of
        .map(read)
        .reduce((sum, part) => sum && part && widen(sum[0] + part[0], sum[1] + part[1]), [0, 0])
    case 'product':
      return expression.of.map(read).reduce(times, [1, 1])
    case 'quotient':
      return times(read(expression.over), inverse(read(expression.under)))
    case 'power': {
      const { exponent } = expression
      const whole = wholeOf(exponent, at)
      return raise(read(expression.base), read(exponent), whole)
    }
    case 'root':
      return root(read(expression.of), expression.index)
    case 'absolute': {
      const a = read(expression.of)
      if (!a) return undefined
      const [low, high] = [Math.abs(a[0]), Math.abs(a[1])]
      return [a[0] <= 0 && a[1] >= 0 ? 0 : Math.min(low, high), Math.max(low, high)]
    }
    case 'call':
      return functions[expression.name](read(expression.of))
  }
}

/** An exponent that is certainly a whole number: written as one, or made of whole numbers. */
function wholeOf(exponent: Expression, at: ReadonlyMap<string, number>): number | undefined {
  const found = whole(exponent, at)
  return found !== undefined && Math.abs(found) <= 1_000 ? found : undefined
}

function whole(expression: Expression, at: ReadonlyMap<string, number>): number | undefined {
  switch (expression.is) {
    case 'number':
      return expression.value.d === 1n && expression.value.n < 10_000n && expression.value.n > -10_000n
        ? Number(expression.value.n)
        : undefined
    case 'variable': {
      const value = at.get(expression.name)
      return value !== undefined && Number.isInteger(value) ? value : undefined
    }
    case 'sum':
    case 'product': {
      const parts = expression.of.map((part) => whole(part, at))
      const start = expression.is === 'sum' ? 0 : 1
      return parts.reduce<number | undefined>(
        (total, part) =>
          total === undefined || part === undefined
            ? undefined
            : expression.is === 'sum'
              ? total + part
              : total * part,
        start,
      )
    }
    default:
      return undefined
  }
}
