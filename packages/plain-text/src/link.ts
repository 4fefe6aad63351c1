import { code, isBlank, isLineEnd } from './characters.ts'
import type { OpenLink, Reading } from './reading.ts'
import {
  absent,
  drop,
  findInLine,
  findUnescaped,
  limitOf,
  notFoundBefore,
  skipBlanks,
  unitAt,
  unknown,
  write,
  writeInstead,
} from './reading.ts'

/** Longest address, and longest title; a link with a longer one is plain text. */
export const addressMax = 2_048
/** Deepest nesting of parentheses in an address, as in cmark. */
export const addressDepthMax = 32

const [bang, open, close, backslash] = ['!', '[', ']', '\\'].map(code)
const [left, right, less] = ['(', ')', '<'].map(code)
const greater = code('>')
const closingQuotes = new Map([
  [code('"'), code('"')],
  [code("'"), code("'")],
  [left, right],
])

/** Reads the start of [text](address "title") or ![description](address); reading continues with the text. */
export function readLink(reading: Reading): boolean {
  const image = reading.text.charCodeAt(reading.at) === bang
  const start = image ? reading.at + 1 : reading.at
  if (image) {
    const next = unitAt(reading, start)
    if (next === undefined) return false
    if (next !== open) {
      write(reading, start)
      return true
    }
  }
  const link = findLink(reading, start, image)
  if (link === unknown) return false
  if (link === absent) write(reading, reading.at + 1)
  else {
    drop(reading, start + 1)
    reading.links.push(link)
  }
  return true
}

/** Reads the end of a link's text, if it is here, and writes the address in parentheses. */
export function endLink(reading: Reading): boolean {
  const link = reading.links.at(-1)
  if (link?.textEnd !== reading.at) return false
  reading.links.pop()
  writeInstead(reading, link.end, link.suffix)
  return true
}

function findLink(
  reading: Reading,
  start: number,
  image: boolean,
): OpenLink | typeof absent | typeof unknown {
  if (findInLine(reading, '](', start) === absent) return absent
  const textEnd = findTextEnd(reading, start)
  if (textEnd < 0) return textEnd === unknown ? unknown : absent
  const next = unitAt(reading, textEnd + 1)
  if (next === undefined) return unknown
  if (next !== left) return absent
  const address = skipBlanks(reading, textEnd + 2)
  if (address === unknown) return unknown
  if (findInLine(reading, ')', address, 2 * addressMax) === absent) return absent
  const addressEnd = findAddressEnd(reading, address)
  if (addressEnd < 0) return addressEnd === unknown ? unknown : absent
  const end = findLinkEnd(reading, addressEnd)
  if (end < 0) return end === unknown ? unknown : absent
  const raw = reading.text.slice(address, addressEnd)
  const url = (raw.startsWith('<') ? raw.slice(1, -1) : raw).replace(/\\([!-/:-@[-`{-~])/g, '$1')
  const text = reading.text.slice(start + 1, textEnd)
  return { textEnd, end, suffix: image || url === '' || url === text ? '' : ` (${url})` }
}

/** The index of the bracket that closes the one at `start`. */
function findTextEnd(reading: Reading, start: number): number {
  const { text } = reading
  const limit = limitOf(reading, start)
  let depth = 0
  for (let index = start; index < limit; index++) {
    const unit = text.charCodeAt(index)
    if (isLineEnd(unit)) return absent
    if (unit === backslash) index++
    else if (unit === open) depth++
    else if (unit === close && --depth === 0) return index
  }
  return notFoundBefore(reading, limit)
}

function findAddressEnd(reading: Reading, start: number): number {
  const { text } = reading
  if (text.charCodeAt(start) === less) {
    const end = findUnescaped(reading, greater, start + 1, addressMax)
    return end < 0 ? end : end + 1
  }
  const limit = limitOf(reading, start, addressMax)
  // With each further piece of text the search continues where it stopped.
  const known = reading.address?.start === start ? reading.address : { index: start, depth: 0 }
  let { index, depth } = known
  for (; index < limit; index++) {
    const unit = text.charCodeAt(index)
    if (isLineEnd(unit)) return absent
    if (unit === backslash) {
      if (index + 1 >= limit) break
      index++
    } else if (isBlank(unit)) return index
    else if (unit === left && ++depth > addressDepthMax) return absent
    else if (unit === right && depth-- === 0) return index
  }
  reading.address = { start, index, depth }
  return notFoundBefore(reading, limit)
}

/** The index after the link: after an optional title and the parenthesis. */
function findLinkEnd(reading: Reading, from: number): number {
  const title = skipBlanks(reading, from)
  if (title === unknown) return unknown
  const quote = unitAt(reading, title)
  if (quote === undefined) return unknown
  if (quote === right) return title + 1
  const closing = closingQuotes.get(quote)
  if (closing === undefined || title === from) return absent
  const titleEnd = findUnescaped(reading, closing, title + 1, addressMax)
  if (titleEnd < 0) return titleEnd
  const end = skipBlanks(reading, titleEnd + 1)
  const last = end === unknown ? undefined : unitAt(reading, end)
  if (last === undefined) return unknown
  return last === right ? end + 1 : absent
}
