import type { Expression, FunctionName } from './expression.ts'
import { functionNames } from './expression.ts'
import { Unreadable } from './fold-text.ts'
import type { Rational } from './rational.ts'
import { negative, one, rational, zero } from './rational.ts'
import type { Token } from './tokens.ts'

export const number = (value: Rational): Expression => ({ is: 'number', value })
export const minusOf = (of: Expression): Expression =>
  of.is === 'number' ? number(negative(of.value)) : { is: 'product', of: [number(negative(one)), of] }
export const productOf = (a: Expression, b: Expression): Expression => ({
  is: 'product',
  of: a.is === 'product' ? [...a.of, b] : [a, b],
})
const ten = number(rational(10n))
export const pi: Expression = { is: 'constant', name: 'pi' }

/** A function of something. log without a base is one of two: `other` says which. */
export function apply(
  of: string,
  inner: Expression,
  logBase: Expression | undefined,
  other: () => boolean,
): Expression {
  if (of === 'abs') return { is: 'absolute', of: inner }
  if (of === 'exp') return { is: 'power', base: { is: 'constant', name: 'e' }, exponent: inner }
  const ln = (part: Expression): Expression => ({ is: 'call', name: 'ln', of: part })
  if (of === 'lg') return { is: 'quotient', over: ln(inner), under: ln(ten) }
  if (of === 'log') {
    if (logBase) return { is: 'quotient', over: ln(inner), under: ln(logBase) }
    return other() ? ln(inner) : { is: 'quotient', over: ln(inner), under: ln(ten) }
  }
  const known = functionNames.find((each): each is FunctionName => each === of)
  if (!known) throw new Unreadable('a function')
  return { is: 'call', name: known, of: inner }
}

export function factorial(of: Expression): Rational {
  if (of.is !== 'number' || of.value.d !== 1n || of.value.n < zero.n || of.value.n > 100n) {
    throw new Unreadable('a factorial')
  }
  let product = 1n
  for (let factor = 2n; factor <= of.value.n; factor++) product *= factor
  return rational(product)
}

/** Whether a letter before brackets names a function: f(x + 1) is no product; h(a + b) is. */
export function callsFunction(letter: string, inside: readonly Token[]): boolean {
  if (!/^[fghFGP]$/.test(letter)) return false
  if (/^[fFP]$/.test(letter) || inside.length === 1) return true
  return inside.some((token) => token.is === 'name' && token.name === 'x')
}
