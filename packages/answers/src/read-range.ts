import { Unreadable } from './fold-text.ts'
import type { Range, Readings } from './value.ts'

/** Splits at any of the signs that stand outside all brackets. */
export function splitOutside(text: string, signs: string): string[] {
  const parts: string[] = []
  let [depth, from] = [0, 0]
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if ('([{⟦'.includes(character)) depth++
    else if (')]}⟧'.includes(character)) depth--
    else if (depth === 0 && signs.includes(character)) {
      parts.push(text.slice(from, at).trim())
      from = at + 1
    }
  }
  parts.push(text.slice(from).trim())
  return parts
}

/** Reads [0, 1), x > 2, 1 < x ≤ 3, x > 1 且 x < 3 or x ≠ 2. Raises `Unreadable`. */
export function readRange(text: string, read: (text: string) => Readings): Range[] {
  const interval = /^([([])(.*)([)\]])$/.exec(text.trim())
  const ends = interval?.[2] === undefined ? [] : splitOutside(interval[2], ',')
  if (interval && ends.length === 2) {
    const [low, high] = [ends[0] ?? '', ends[1] ?? '']
    const isOpen = { low: /^-\s*∞$/.test(low), high: /^\+?\s*∞$/.test(high) }
    if ((isOpen.low && interval[1] === '[') || (isOpen.high && interval[3] === ']'))
      throw new Unreadable('closed at infinity')
    return [
      {
        low: isOpen.low ? undefined : read(low),
        lowClosed: interval[1] === '[',
        high: isOpen.high ? undefined : read(high),
        highClosed: interval[3] === ']',
      },
    ]
  }
  const both = text.split(/\s*(?:且|并且|,|\band\b)\s*/)
  if (both.length === 2) {
    const [a, b] = both.map((part) => readRange(part, read))
    const [one, other] = [a?.[0], b?.[0]]
    if (!one || !other || a?.length !== 1 || b?.length !== 1) throw new Unreadable('conditions')
    if (one.low && !one.high && other.high && !other.low) return [join(one, other)]
    if (other.low && !other.high && one.high && !one.low) return [join(other, one)]
    throw new Unreadable('conditions')
  }
  const parts = text.split(/([<>≤≥≠])/).map((part) => part.trim())
  const [a = '', sign = '', b = '', sign2, c] = parts
  if (parts.length === 5 && sign2 && c !== undefined && isName(b))
    return [between(sign, sign2, read(a), read(c))]
  if (parts.length !== 3) throw new Unreadable('an inequality')
  if (isName(a) && !/[A-Za-z]/.test(b)) return half(sign, read(b))
  if (isName(b) && !/[A-Za-z]/.test(a)) return half(mirror[sign] ?? '', read(a))
  throw new Unreadable('an inequality')
}

const isName = (text: string) => /^[A-Za-zα-ω]$/.test(text)
const mirror: Record<string, string> = { '<': '>', '>': '<', '≤': '≥', '≥': '≤', '≠': '≠' }

const join = (low: Range, high: Range): Range => ({
  low: low.low,
  lowClosed: low.lowClosed,
  high: high.high,
  highClosed: high.highClosed,
})

function half(sign: string, at: Readings): Range[] {
  const above = { low: at, lowClosed: sign === '≥', high: undefined, highClosed: false }
  const below = { low: undefined, lowClosed: false, high: at, highClosed: sign === '≤' }
  if (sign === '≠') return [below, above]
  return sign === '<' || sign === '≤' ? [below] : [above]
}

function between(first: string, second: string, a: Readings, c: Readings): Range {
  const up = /[<≤]/
  if (up.test(first) && up.test(second)) {
    return { low: a, lowClosed: first === '≤', high: c, highClosed: second === '≤' }
  }
  if (/[>≥]/.test(first) && /[>≥]/.test(second)) {
    return { low: c, lowClosed: second === '≥', high: a, highClosed: first === '≥' }
  }
  throw new Unreadable('an inequality')
}
