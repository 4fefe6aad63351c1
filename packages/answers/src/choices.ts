import { foldText } from './fold-text.ts'
import type { Verdict } from './verdict.ts'
import { different, equal, undecided } from './verdict.ts'

const before = /^(?:答案?|选项|[我应]?选择?|answer|option|choice)?\s*(?:是|为|is)?\s*[:.]?\s*/i
const circled = '①②③④⑤⑥⑦⑧⑨⑩'

/** The letters that an answer names, in order; undefined when it says anything else. */
function lettersOf(text: string): string[] | undefined {
  const folded = foldText(text)
    .replace(before, '')
    .replace(/[。.,;项]+$/, '')
    .trim()
  const marks = Array.from(folded.replace(/[\s,;/+]|和|与|以及|\band\b/gi, ''))
  if (marks.length > 0 && marks.every((mark) => circled.includes(mark))) return marks
  const bare = folded.replace(/[()[\]{}]/g, '').replace(/[\s,;/+.]|和|与|以及|\band\b/gi, '')
  if (!/^[A-H]+$/i.test(bare) || bare.length > 8) return undefined
  // Words have small letters (bad, ace): several letters are capitals, or stand apart.
  const apart = /^[A-Ha-h](?:[\s,;/+.]+(?:and\s+)?[A-Ha-h])*$/.test(folded.replace(/[()[\]{}]/g, ''))
  if (bare.length > 1 && bare !== bare.toUpperCase() && !apart) return undefined
  return Array.from(bare.toUpperCase())
}

/** One option: B, (B), 选B, Ｂ. */
export function compareChoice(key: string, answer: string): Verdict {
  const [expected, given] = [lettersOf(key), lettersOf(answer)]
  if (expected?.length !== 1) return undecided('key_unreadable')
  if (!given || new Set(given).size !== given.length) return undecided('unreadable')
  return given.length === 1 && given[0] === expected[0] ? equal('same_choice') : ofOneKind(expected, given)
}

/** Options as a set: ABD, A、B、D, ①②④. An option named twice is not judged. */
export function compareMultiple(key: string, answer: string): Verdict {
  const [expected, given] = [lettersOf(key), lettersOf(answer)]
  if (!expected) return undecided('key_unreadable')
  if (!given || new Set(given).size !== given.length) return undecided('unreadable')
  const same = new Set(expected).symmetricDifference(new Set(given)).size === 0
  return same ? equal('same_choice') : ofOneKind(expected, given)
}

/** B is not ②, but may be the same option under another mark. */
function ofOneKind(expected: readonly string[], given: readonly string[]): Verdict {
  const isCircled = (of: readonly string[]) => of.some((mark) => circled.includes(mark))
  return isCircled(expected) === isCircled(given) ? different('other_choice') : undecided('unreadable')
}

const yes = new Set([
  '对',
  '√',
  '✓',
  '✔',
  '☑',
  '正确',
  '是',
  '是的',
  '对的',
  '真',
  't',
  'true',
  'y',
  'yes',
  'right',
  'correct',
])
const no = new Set([
  '错',
  '×',
  '✗',
  '✘',
  '❌',
  '✕',
  '✖',
  'x',
  '错误',
  '否',
  '不是',
  '不对',
  '不正确',
  '错的',
  '假',
  'f',
  'false',
  'n',
  'no',
  'wrong',
  'incorrect',
]) // prettier-ignore

function truthOf(text: string): boolean | undefined {
  // Before folding makes × a sign of multiplication.
  const bare = text
    .normalize('NFKC')
    .replace(/[\s.。!！()（）]|\ufe0e|\ufe0f/g, '')
    .toLowerCase()
  if (yes.has(bare)) return true
  return no.has(bare) ? false : undefined
}

/** 对, √, T, true, yes against 错, ×, F, false, no. */
export function compareTruth(key: string, answer: string): Verdict {
  const [expected, given] = [truthOf(key), truthOf(answer)]
  if (expected === undefined) return undecided('key_unreadable')
  if (given === undefined) return undecided('unreadable')
  return expected === given ? equal('same_choice') : different('other_choice')
}
