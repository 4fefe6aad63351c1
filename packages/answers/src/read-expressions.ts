import type { Expression } from './expression.ts'
import { countNodes, nodesMax } from './expression.ts'
import { foldMathematics, Unreadable } from './fold-text.ts'
import { createReader } from './parse.ts'
import { TooMuch } from './rational.ts'
import { tokensOf } from './tokens.ts'

/** Places that can be read in two ways: with two there are four readings. */
const choicesMax = 2

/**
 * Every way in which a text can be read: one, unless it says 1/2x, sin x/2 or √2x. Raises `Unreadable`.
 * Only what is listed in `expression.ts` can come out.
 */
export function readExpressions(text: string): Expression[] {
  const tokens = tokensOf(foldMathematics(text))
  const readings: Expression[] = []
  const open: boolean[][] = [[]]
  for (let taken = open.pop(); taken; taken = open.pop()) {
    const reader = createReader(tokens, taken)
    readings.push(reader.read())
    for (let at = taken.length; at < reader.choices(); at++) {
      open.push([...taken, ...Array.from({ length: at - taken.length }, () => false), true])
    }
    if (readings.length > 2 ** choicesMax) throw new Unreadable('too many readings')
  }
  if (readings.some((reading) => countNodes(reading) > nodesMax)) throw new TooMuch('too many parts')
  return readings
}
