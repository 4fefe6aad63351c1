import { Unreadable } from './fold-text.ts'
import type { Token } from './tokens.ts'

/** A place among tokens, and which way each ambiguous place is read. */
export function createCursor(tokens: readonly Token[], taken: readonly boolean[]) {
  let at = 0
  let choices = 0
  const isSign = (of: string) => {
    const token = tokens[at]
    return token?.is === 'sign' && token.sign === of
  }
  const take = (of: string) => {
    if (!isSign(of)) return false
    at++
    return true
  }
  return {
    at: () => at,
    next: () => {
      at++
    },
    peek: (offset = 0) => tokens[at + offset],
    isSign,
    take,
    need: (of: string) => {
      if (!take(of)) throw new Unreadable(`no ${of}`)
    },
    /** Whether this place is read the second way in this reading. */
    otherwise: () => taken[choices++] ?? false,
    choices: () => choices,
    /** What stands between the next token and the first such sign after it. */
    upTo: (sign: string) => {
      const end = tokens.findIndex((token, index) => index > at && token.is === 'sign' && token.sign === sign)
      return tokens.slice(at + 1, end)
    },
  }
}
