import type { Report, Watch } from './watch.ts'

/** RFC 5321, section 4.5.3.1: longest local part and longest domain. */
const [localMax, domainMax] = [64, 255]

const units = (characters: string) => new Set(Array.from(characters, (character) => character.charCodeAt(0)))
const letters = units('abcdefghijklmnopqrstuvwxyz')
const ofDomain = units('abcdefghijklmnopqrstuvwxyz0123456789-.')
const ofLocal = units('abcdefghijklmnopqrstuvwxyz0123456789-._%+')
const at = '@'.charCodeAt(0)
const dot = '.'.charCodeAt(0)

/** Finds e-mail addresses: a local part, an @, and a domain of at least two labels, the last of letters. */
export function watchEmails(rules: readonly number[], report: Report): Watch {
  /** Positions of the characters before the @, or, after it, of those of the domain. */
  let positions: number[] = []
  let addressFrom: number | undefined
  /** The end of the longest valid domain so far. */
  let addressTo = 0
  let dots = 0
  let labelLetters = 0

  const close = () => {
    if (addressFrom === undefined) return
    if (addressTo > addressFrom) for (const rule of rules) report(rule, addressFrom, addressTo)
    // The domain may be the local part of the next address.
    positions = positions.slice(-localMax)
    addressFrom = undefined
  }

  return {
    take: (unit, from, to) => {
      if (addressFrom !== undefined && ofDomain.has(unit) && positions.length < domainMax) {
        positions.push(from)
        if (unit === dot) {
          dots++
          labelLetters = 0
        } else if (labelLetters >= 0) labelLetters = letters.has(unit) ? labelLetters + 1 : -1
        if (dots > 0 && labelLetters >= 2) addressTo = to
        return
      }
      close()
      if (ofLocal.has(unit)) {
        positions.push(from)
        if (positions.length > localMax) positions.shift()
      } else if (unit === at && positions[0] !== undefined) {
        addressFrom = positions[0]
        addressTo = 0
        dots = 0
        labelLetters = 0
        positions = []
      } else if (positions.length > 0) positions = []
    },
    heldFrom: () => addressFrom ?? positions[0] ?? Number.POSITIVE_INFINITY,
    end: close,
  }
}
