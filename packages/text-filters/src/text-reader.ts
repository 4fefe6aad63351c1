import { foldAt, foldCharacter } from './fold.ts'
import type { ReadAs } from './read-as.ts'
import type { Watch } from './watch.ts'

/** Reads a text in one way and passes the result to its watches. */
export interface TextReader {
  /**
   * Continues in the held text, which begins at `heldAt` of the whole text, as far as it can be decided, and stops once
   * everything that begins before `enough` is known.
   */
  read: (held: string, heldAt: number, ended: boolean, enough: () => number) => void
  /** The start of the text that may still become an occurrence or is not read yet. */
  heldFrom: () => number
}

export function createTextReader(readAs: ReadAs, watches: readonly Watch[]): TextReader {
  let at = 0
  let to = 0
  const take = (unit: number) => {
    for (const watch of watches) watch.take(unit, at, to)
  }
  const pendingFrom = () => {
    let from = Number.POSITIVE_INFINITY
    for (const watch of watches) from = Math.min(from, watch.heldFrom())
    return from
  }
  const isPending = () => pendingFrom() !== Number.POSITIVE_INFINITY
  const heldFrom = () => Math.min(at, pendingFrom())

  return {
    heldFrom,
    read: (held, heldAt, ended, enough) => {
      const end = heldAt + held.length
      while (at < end) {
        if (at >= enough() && heldFrom() >= enough()) return
        const index = at - heldAt
        const piece = readAs(held, index, ended, isPending)
        if (piece === 'unknown') return
        if (piece) {
          to = heldAt + piece.to
          for (const character of piece.shows) {
            for (const unit of foldCharacter(character)) take(unit.charCodeAt(0))
          }
        } else {
          const unit = held.charCodeAt(index)
          if (isHighSurrogate(unit) && at + 1 === end && !ended) return
          to = at + ((held.codePointAt(index) ?? unit) > 0xffff ? 2 : 1)
          foldAt(held, index, take)
        }
        at = to
      }
      if (ended) for (const watch of watches) watch.end()
    },
  }
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00
