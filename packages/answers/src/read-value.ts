import { foldMathematics, foldText, Unreadable } from './fold-text.ts'
import { readExpressions } from './read-expressions.ts'
import { readRange, splitOutside } from './read-range.ts'
import { readQuantity } from './units.ts'
import type { Range, Readings, Value } from './value.ts'

const phrases =
  /^(?:答案?(?:是|为)?|解得?|所以|因此|故|原式|结果(?:是|为)?|(?:the )?answer(?: is)?|ans|so|therefore|∴|则)\s*(?:[:,]\s*)?/i
const nothing =
  /^(?:无解|无实数解|无实数根|无实根|方程无解|空集|∅|\{\s*\}|⟦\s*⟧|no (?:real )?solutions?|empty set)$/i
const everything = /^(?:ℝ|全体实数|任意实数|一切实数|all real numbers)$/i
const name = /^\s*([A-Za-zα-ωΔ]|[fghFGH]\([a-z]\))(?:_\{?(\w+)\}?)?\s*$/

/** Reads one text as an expression. Raises `Unreadable`, or `TooMuch`. */
export function readings(text: string): Readings {
  const plain = text.trim().replace(/^\+/, '')
  const scientific = /^(-?\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})$/.exec(plain)
  const typed = scientific ? `${scientific[1]}*10^(${scientific[2]?.replace('+', '')})` : plain
  const grouped = /^-?\d{1,3}(?:([, ])\d{3})(?:\1\d{3})*(?:\.\d+)?$/.test(typed)
  const readable = grouped ? typed.replace(/[, ]/g, '') : typed
  if (readable === '') throw new Unreadable('nothing')
  return { text: readable.replace(/\s+/g, ''), of: readExpressions(readable) }
}

/**
 * Every way to read an answer in one of the mathematical types. `units`: always where a unit can be read (a number), or only
 * where letters are unlikely (an expression). Raises `Unreadable` or `TooMuch`.
 */
export function readValues(text: string, units: 'always' | 'likely'): Value[] {
  let rest = foldMathematics(text)
  for (let count = 0; count < 3; count++)
    rest = rest
      .replace(phrases, '')
      .replace(/^[=:]\s*/, '')
      .trim()
  if (nothing.test(rest)) return [{ is: 'set', name: undefined, of: [] }]
  if (everything.test(rest)) return [{ is: 'ranges', name: undefined, of: [endless], typed: false }]
  return [readOne(rest, units)]
}

const endless: Range = { low: undefined, lowClosed: false, high: undefined, highClosed: false }

function readOne(text: string, units: 'always' | 'likely'): Value {
  const builder = /^(?:\{|⟦)\s*([A-Za-z])\s*(?:∈\s*ℝ\s*)?\|\s*(.+?)\s*(?:\}|⟧)$/.exec(text)
  if (builder?.[2]) return readOne(builder[2], units)
  const member = /^[A-Za-zα-ω]\s*∈\s*(.+)$/.exec(text)
  if (member?.[1])
    return /^R$/.test(member[1]) || everything.test(member[1])
      ? { is: 'ranges', name: undefined, of: [endless], typed: false }
      : readUnion([member[1]])
  const alternatives = text.split(/\s*(?:或者?|∪|\bor\b)\s*/)
  if (alternatives.length > 1) {
    const isRange = alternatives.every((part) => /[<>≤≥]/.test(part) || /^[([].*,.*[)\]]$/.test(part.trim()))
    return isRange ? readUnion(alternatives) : readList(alternatives)
  }
  if (/[<>≤≥≠∞]/.test(text) || /^(?:\[.*[)\]]|\(.*\])$/.test(text)) return readUnion([text])
  // A decimal comma, or two answers.
  if (units === 'always' && /^\d+,\d+$/.test(text) && !isGrouped(text)) throw new Unreadable('a comma')
  const system = /^\{([^{}]*[;,][^{}]*)$/.exec(text)
  const inner = /^(?:\{([^{}]*)\}|⟦(.*)⟧)$/.exec(text)
  const list = splitList(inner?.[1] ?? inner?.[2] ?? system?.[1] ?? text)
  if (inner && (list.length > 1 || inner[2] !== undefined)) return readList(list)
  if (list.length > 1 && !isGrouped(text)) return readList(list)
  const point = /^\((.*)\)$/.exec(text)
  const members = point?.[1] === undefined ? [] : splitOutside(point[1], ',')
  if (members.length > 1) return { is: 'tuple', of: members.map(readings) }
  return readPiece(text, units)
}

const isGrouped = (text: string) =>
  /^(?:[A-Za-z]\s*=\s*)?-?\d{1,3}(?:,\d{3})+(?:\.\d+)?\s*[^\d,.]*$/.test(text)

const splitList = (text: string) =>
  splitOutside(text, ',;').flatMap((part) => part.split(/\s*(?:和|以及|与|\band\b)\s*/))

function readUnion(parts: readonly string[]): Value {
  const ranges = parts.flatMap((part) => readRange(part, readings))
  const typed = parts.every((part) => /[<>≤≥≠]/.test(part))
  const names = new Set(
    parts.flatMap((part) => (/[<>≤≥≠]/.test(part) ? (part.match(/[A-Za-zα-ω]/g) ?? []) : [])),
  )
  if (names.size > 1) throw new Unreadable('conditions of several letters')
  return { is: 'ranges', name: [...names][0], of: ranges, typed }
}

/** Several values: solutions of one unknown, or one solution of several. */
function readList(parts: readonly string[]): Value {
  if (parts.length > 24) throw new Unreadable('too many')
  const pieces = parts.map((part) => readPiece(part, 'likely'))
  const named = new Map<string, Readings>()
  const values: Readings[] = []
  const names = new Set<string>()
  for (const piece of pieces) {
    if (piece.is === 'set' && piece.name) {
      names.add(piece.name)
      values.push(...piece.of)
      continue
    }
    if (piece.is !== 'scalar' || piece.unit || piece.approximate) throw new Unreadable('a list of this')
    if (piece.name) {
      names.add(piece.name)
      named.set(piece.name, piece.number)
    }
    values.push(piece.number)
  }
  if (names.size > 1) {
    if (named.size !== pieces.length) throw new Unreadable('names in some')
    return { is: 'assignments', of: named }
  }
  return { is: 'set', name: [...names][0], of: values }
}

/** One value, perhaps with a name before it: x = 3, x₁ = x₂ = 3, 5 = x, x = ±2, 3:4, y = 2x + 1. */
function readPiece(text: string, units: 'always' | 'likely'): Value {
  const approximate = /^(?:≈|约(?:等于|为)?|about |approximately )\s*/i
  const sides = splitOutside(text, '=').map((side) => side.trim())
  const about =
    /≈/.test(text) && !approximate.test(text) ? text.split('≈').map((side) => side.trim()) : undefined
  if (about) {
    const last = readPiece(about.at(-1) ?? '', units)
    if (last.is !== 'scalar') throw new Unreadable('an approximation')
    return { ...last, approximate: true }
  }
  const names = sides.map((side) => name.exec(side))
  if (sides.length > 1) {
    const last = sides.at(-1) ?? ''
    const before = names.slice(0, -1)
    const [first] = before
    if (first && before.every((of) => of && of[1] === first[1])) return named(first[1] ?? '', last, units)
    const [only, flipped] = [sides[0] ?? '', names[1]]
    if (sides.length === 2 && flipped && !/[A-Za-z]/.test(only)) return named(flipped[1] ?? '', only, units)
    const parts = sides.map(readings)
    const [left, right] = parts
    if (left && right && parts.length === 2) return { is: 'relation', left, right }
    throw new Unreadable('a chain')
  }
  if (/[±∓]/.test(text)) return { is: 'set', name: undefined, of: bothSigns(text) }
  const ratio = splitOutside(text.replace(/(\d)\s*比\s*(?=\d)/g, '$1:'), ':')
  if (ratio.length > 1) {
    if (ratio.length > 6) throw new Unreadable('a ratio')
    return { is: 'ratio', of: ratio.map(readings) }
  }
  const plain = text.replace(approximate, '')
  const quantity = readQuantity(plain)
  const asUnit = quantity.unit && (units === 'always' || !quantity.orLetters || quantity.likely)
  return {
    is: 'scalar',
    name: undefined,
    number: readings(asUnit ? quantity.number : /[A-Za-z]/.test(plain) ? plain : quantity.number),
    unit: asUnit ? quantity.unit : undefined,
    maybeUnit: quantity.unit !== undefined && !asUnit,
    approximate: approximate.test(text),
  }
}

function named(of: string, text: string, units: 'always' | 'likely'): Value {
  if (/[±∓]/.test(text)) return { is: 'set', name: of, of: bothSigns(text) }
  const set = /^(?:\{(.*)\}|⟦(.*)⟧)$/.exec(text)
  if (set) throw new Unreadable('a set with a name')
  const value = readPiece(text, units)
  if (value.is !== 'scalar') throw new Unreadable('a name before this')
  const variable = of.charAt(0)
  if (
    value.number.of.some((expression) => JSON.stringify(expression, big).includes(`"name":"${variable}"`))
  ) {
    return { is: 'relation', left: readings(variable), right: value.number }
  }
  return { ...value, name: of }
}

const big = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)

const bothSigns = (text: string): Readings[] => [
  readings(text.replaceAll('±', '+').replaceAll('∓', '-')),
  readings(text.replaceAll('±', '-').replaceAll('∓', '+')),
]

/** Whether nothing was written at all. */
export const isBlank = (text: string) => text.trim() === '' || foldText(text) === ''
