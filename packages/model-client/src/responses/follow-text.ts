/**
 * Turns what a provider sends of one text into the pieces that are new: most send pieces, some the whole text so far with
 * every event, and some close with the whole text. A text is taken for repeated only on evidence, since an answer may repeat
 * itself.
 */
export function followText() {
  /** The text so far. */
  let seen = ''
  let pieces = 0
  let snapshots = false
  /** A second piece that begins with the first: only the third one tells what it is. */
  let held: string | undefined
  let messagesOnly = true

  const add = (text: string): string => {
    seen += text
    return text
  }

  function take(piece: string, ends: boolean): string {
    if (snapshots) {
      if (piece.startsWith(seen)) return add(piece.slice(seen.length))
      return seen.startsWith(piece) ? '' : add(piece)
    }
    if (held !== undefined) {
      const second = held
      held = undefined
      // Three texts in a row that each begin with the one before, and not because a word is said again and again.
      if (piece.length > second.length && piece.startsWith(second) && !isRepetition(piece, seen)) {
        snapshots = true
        return add(piece.slice(seen.length))
      }
      pieces += 2
      if (ends && pieces > 2 && piece === seen + second) return add(second)
      return add(second + piece)
    }
    if (pieces === 1 && piece.startsWith(seen)) {
      held = piece
      return ''
    }
    pieces += 1
    if (ends && pieces > 2 && piece === seen) return ''
    return add(piece)
  }

  return {
    /** A piece of the text; `ends`: it came with a finish reason. */
    piece(text: string, ends: boolean): string {
      if (text === '') return ''
      messagesOnly = false
      return take(text, ends)
    },
    /** The text of a whole message. */
    whole(text: string): string {
      if (text === '') return ''
      const before = this.end()
      if (text.startsWith(seen)) return before + add(text.slice(seen.length))
      // Pieces under a wrong name; after real pieces it repeats them in another form.
      if (messagesOnly && !seen.startsWith(text)) return before + add(text)
      return before
    },
    /** What is still held back, once nothing follows. */
    end(): string {
      if (held === undefined) return ''
      const second = held
      held = undefined
      pieces += 1
      const repeats = seen.length > 1 && second !== seen && !isRepetition(second, seen)
      return add(repeats ? second.slice(seen.length) : second)
    },
  }
}

/** Whether a text is one unit, said several times. */
const isRepetition = (text: string, unit: string) =>
  text === unit.repeat(Math.ceil(text.length / unit.length)).slice(0, text.length)
