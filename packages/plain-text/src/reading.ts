import { isBlank, isLineEnd } from './characters.ts'
import type { Spoken } from './spoken.ts'

/**
 * How far ahead in its line a mark is followed to see whether it is one. It bounds what is held back, and the
 * work at each character.
 */
export const lookAheadMax = 256

const backslash = 92

/** Results of a search ahead: what is sought is not there, or the text so far cannot tell. */
export const absent = -1 as const
export const unknown = -2 as const

/** A mark that was taken off and waits for its partner in the same line. */
export interface OpenMark {
  unit: number
  size: number
}

/** A link or an image whose text is being read; `textEnd` is where its `]` stands. */
export interface OpenLink {
  textEnd: number
  end: number
  suffix: string
}

export interface Fence {
  unit: number
  length: number
  indent: number
  quotes: number
}

/** Text being read: what is not yet told, the place in it, and what the place depends on. */
export interface Reading {
  text: string
  at: number
  /** No more text will come: what could not be told apart so far is what it looks like. */
  ended: boolean
  readonly spoken: Spoken
  mode: 'line start' | 'inline' | 'code' | 'math'
  /** The unit before the place; NaN at the start of a line. */
  before: number
  // Of the line:
  indent: string
  column: number
  quotes: number
  heading: boolean
  inUrl: boolean
  marks: OpenMark[]
  links: OpenLink[]
  /** By what is sought: the index before which there is none. It keeps repeated searches linear. */
  readonly missing: Map<string, number>
  /** The address of a link that has not ended yet: how far it was followed. */
  address: { start: number; index: number; depth: number } | undefined
  // Of the lines before:
  table: 'none' | 'header' | 'rows'
  afterText: boolean
  fence: Fence | undefined
  /** What ends the display formula. */
  mathEnd: string
}

/** The unit at an index: NaN at the end of the text, undefined when it is not here yet. */
export function unitAt(reading: Reading, index: number): number | undefined {
  if (index < reading.text.length) return reading.text.charCodeAt(index)
  return reading.ended ? Number.NaN : undefined
}

/** The first index from `from` that is not blank, or the bound; unknown while blanks end what is here. */
export function skipBlanks({ text, ended }: Reading, from: number): number {
  const limit = from + lookAheadMax
  let index = from
  while (index < limit && isBlank(text.charCodeAt(index))) index++
  return index < text.length || ended || index === limit ? index : unknown
}

/** The end of a run of one unit, or the bound; unknown while the run ends what is here. */
export function runEnd({ text, ended }: Reading, from: number): number {
  const unit = text.charCodeAt(from)
  const limit = from + lookAheadMax
  let index = from
  while (index < limit && text.charCodeAt(index) === unit) index++
  return index < text.length || ended || index === limit ? index : unknown
}

/** A bounded stretch of the text ahead, for loops that look at it unit by unit. */
export const limitOf = ({ text }: Reading, from: number, max = lookAheadMax): number =>
  Math.min(from + max, text.length)

/** What a search means that came to its limit: nothing is there, unless the text goes on where it stopped. */
export const notFoundBefore = ({ text, ended }: Reading, limit: number): typeof absent | typeof unknown =>
  limit < text.length || ended ? absent : unknown

/** The next occurrence of a text of one or more units in the line, within the look-ahead. */
export function findInLine(reading: Reading, sought: string, from: number, max = lookAheadMax): number {
  const { text, missing } = reading
  const first = sought.charCodeAt(0)
  const limit = limitOf(reading, from, max)
  let index = Math.max(from, missing.get(sought) ?? 0)
  for (; index < limit; index++) {
    const unit = text.charCodeAt(index)
    if (isLineEnd(unit) || (unit === first && isHere(text, sought, index))) break
  }
  missing.set(sought, index)
  if (index >= limit) return notFoundBefore(reading, limit)
  if (isLineEnd(text.charCodeAt(index))) return absent
  return index + sought.length <= text.length ? index : notFoundBefore(reading, text.length)
}

/**
 * The next occurrence of a unit in the line that no backslash protects. A later search that begins within an
 * earlier one begins after a unit that was passed over whole, so what that one missed is missing for it, too.
 */
export function findUnescaped(reading: Reading, sought: number, from: number, max: number): number {
  const { text, missing } = reading
  const kind = `\\${sought}`
  const limit = limitOf(reading, from, max)
  let index = Math.max(from, missing.get(kind) ?? 0)
  for (; index < limit; index++) {
    const unit = text.charCodeAt(index)
    if (isLineEnd(unit) || unit === sought) break
    if (unit !== backslash) continue
    if (index + 1 >= limit) break
    index++
  }
  missing.set(kind, index)
  if (index >= limit || text.charCodeAt(index) === backslash) return notFoundBefore(reading, limit)
  return text.charCodeAt(index) === sought ? index : absent
}

/** Does the text hold what is sought here, as far as it goes? */
const isHere = (text: string, sought: string, index: number) =>
  text.startsWith(sought, index) ||
  (index + sought.length > text.length && sought.startsWith(text.slice(index)))

/** Tells the text up to an index as it stands. */
export function tell(reading: Reading, to: number): void {
  tellInstead(reading, to, reading.text.slice(reading.at, to))
}

/** Tells something in the place of the text up to an index. */
export function tellInstead(reading: Reading, to: number, text: string): void {
  reading.spoken.say(text)
  drop(reading, to)
}

/** Passes over the text up to an index. */
export function drop(reading: Reading, to: number): void {
  if (to > reading.at) reading.before = reading.text.charCodeAt(to - 1)
  reading.at = to
}
