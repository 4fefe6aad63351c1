import type { Rational } from './rational.ts'

/** The functions that are understood. Everything else is refused while reading: there is no general call. */
export const functionNames = [
  'sin',
  'cos',
  'tan',
  'cot',
  'sec',
  'csc',
  'arcsin',
  'arccos',
  'arctan',
  'ln',
] as const
export type FunctionName = (typeof functionNames)[number]

/** What an expression consists of. Differences, quotients, roots and logarithms are made of these when they are read. */
export type Expression =
  | { is: 'number'; value: Rational }
  | { is: 'variable'; name: string }
  | { is: 'constant'; name: 'pi' | 'e' }
  | { is: 'sum' | 'product'; of: readonly Expression[] }
  | { is: 'quotient'; over: Expression; under: Expression }
  | { is: 'power'; base: Expression; exponent: Expression }
  /** The real root: of a negative number only where `index` is odd. */
  | { is: 'root'; of: Expression; index: number }
  | { is: 'absolute'; of: Expression }
  | { is: 'call'; name: FunctionName; of: Expression }

export const nodesMax = 200

/** How many nodes an expression has. */
export function countNodes(expression: Expression): number {
  switch (expression.is) {
    case 'number':
    case 'variable':
    case 'constant':
      return 1
    case 'sum':
    case 'product':
      return 1 + expression.of.reduce((sum, part) => sum + countNodes(part), 0)
    case 'quotient':
      return 1 + countNodes(expression.over) + countNodes(expression.under)
    case 'power':
      return 1 + countNodes(expression.base) + countNodes(expression.exponent)
    default:
      return 1 + countNodes(expression.of)
  }
}

/** The names of its variables. */
export function variablesOf(expression: Expression, names = new Set<string>()): Set<string> {
  switch (expression.is) {
    case 'variable':
      names.add(expression.name)
      break
    case 'sum':
    case 'product':
      for (const part of expression.of) variablesOf(part, names)
      break
    case 'quotient':
      variablesOf(expression.over, names)
      variablesOf(expression.under, names)
      break
    case 'power':
      variablesOf(expression.base, names)
      variablesOf(expression.exponent, names)
      break
    case 'root':
    case 'absolute':
    case 'call':
      variablesOf(expression.of, names)
  }
  return names
}
