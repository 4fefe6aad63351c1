import { isBlank, isLineEnd } from './characters.ts'
import type { Output } from './output.ts'

/**
 * How far ahead in its line to look for the partner of a mark. It bounds the text held back and the work for each
 * character.
 */
export const lookAheadMax = 256

const backslash = 92

/** Results of a search ahead: not found, or not decidable with the text so far. */
export const absent = -1 as const
export const unknown = -2 as const

/** A mark that was dropped and waits for its partner in the same line. */
export interface OpenMark {
  unit: number
  size: number
}

/** A link or an image whose text is being read; `textEnd` is the index of its `]`. */
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

/** The state of the reader: the text not yet written, the position in it, and its surroundings. */
export interface Reading {
  text: string
  at: number
  /** No more text will come, so whatever is undecided is taken as it stands. */
  ended: boolean
  readonly output: Output
  mode: 'line start' | 'inline' | 'code' | 'math'
  /** The unit before the position; NaN at the start of a line. */
  before: number
  // Of the line:
  indent: string
  column: number
  quotes: number
  heading: boolean
  inUrl: boolean
  marks: OpenMark[]
  links: OpenLink[]
  /** By what is searched for: the index before which there is none. It keeps repeated searches linear. */
  readonly missing: Map<string, number>
  /** How far the address of an unfinished link has been read. */
  address: { start: number; index: number; depth: number } | undefined
  // Of the lines before:
  table: 'none' | 'header' | 'rows'
  afterText: boolean
  fence: Fence | undefined
  /** The mark that ends the display formula. */
  mathEnd: string
}

/** The unit at an index: NaN at the end of the text, undefined when it has not arrived yet. */
export function unitAt(reading: Reading, index: number): number | undefined {
  if (index < reading.text.length) return reading.text.charCodeAt(index)
  return reading.ended ? Number.NaN : undefined
}

/** The first index from `from` that is not blank, or the bound; unknown while the text so far ends with blanks. */
export function skipBlanks({ text, ended }: Reading, from: number): number {
  const limit = from + lookAheadMax
  let index = from
  while (index < limit && isBlank(text.charCodeAt(index))) index++
  return index < text.length || ended || index === limit ? index : unknown
}

/** The end of a run of one unit, or the bound; unknown while the text so far ends with the run. */
export function runEnd({ text, ended }: Reading, from: number): number {
  const unit = text.charCodeAt(from)
  const limit = from + lookAheadMax
  let index = from
  while (index < limit && text.charCodeAt(index) === unit) index++
  return index < text.length || ended || index === limit ? index : unknown
}

/** The end of a bounded stretch of text, for loops over its units. */
export const limitOf = ({ text }: Reading, from: number, max = lookAheadMax): number =>
  Math.min(from + max, text.length)

/** The result of a search that reached its limit: absent, or unknown if more text may follow there. */
export const notFoundBefore = ({ text, ended }: Reading, limit: number): typeof absent | typeof unknown =>
  limit < text.length || ended ? absent : unknown

/** The next occurrence of a text in the line, within the look-ahead. */
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
 * The next unescaped occurrence of a unit in the line. A search never begins between a backslash and its unit, so what
 * an earlier search did not find is missing for a later one, too.
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

/** Whether the text at an index is `sought`, or the start of it at the end of the text. */
const isHere = (text: string, sought: string, index: number) =>
  text.startsWith(sought, index) ||
  (index + sought.length > text.length && sought.startsWith(text.slice(index)))

/** Writes the text up to an index unchanged. */
export function write(reading: Reading, to: number): void {
  writeInstead(reading, to, reading.text.slice(reading.at, to))
}

/** Writes `text` in place of the text up to an index. */
export function writeInstead(reading: Reading, to: number, text: string): void {
  reading.output.write(text)
  drop(reading, to)
}

/** Skips the text up to an index. */
export function drop(reading: Reading, to: number): void {
  if (to > reading.at) reading.before = reading.text.charCodeAt(to - 1)
  reading.at = to
}
