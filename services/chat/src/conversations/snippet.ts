import { toPlainText } from '@lingzhi/plain-text/text-renderer'
import type { SoughtWord } from '@lingzhi/search-terms/search-terms'
import { wordsOf } from '@lingzhi/search-terms/search-terms'
import { Type } from 'typebox'

/** Offsets in UTF-16 units, as JavaScript's slice takes them. */
export const TextRange = Type.Object({ start: Type.Integer(), end: Type.Integer() }, { title: 'TextRange' })

interface Range {
  start: number
  end: number
}

const snippetChars = 120
const beforeChars = 40
/** So much before and after the first word is turned into plain text. */
const nearChars = 300

/** The words of a text that a search finds, in order and without overlap. */
export function rangesIn(text: string, sought: readonly SoughtWord[]): Range[] {
  const ranges: Range[] = []
  for (const { word, at, length, isIdeographic } of wordsOf(text)) {
    for (const part of sought) {
      if (part.isIdeographic !== isIdeographic) continue
      if (!isIdeographic) {
        if (word.startsWith(part.word)) ranges.push({ start: at, end: at + length })
      } else if (word.length === length) {
        for (let found = word.indexOf(part.word); found >= 0; found = word.indexOf(part.word, found + 1))
          ranges.push({ start: at + found, end: at + found + part.word.length })
      }
    }
  }
  return merged(ranges)
}

function merged(ranges: Range[]): Range[] {
  const all: Range[] = []
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    const last = all.at(-1)
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end)
    else all.push({ ...range })
  }
  return all
}

/** About 120 characters of a Markdown text around the first word found, as one line of plain text. */
export function snippetOf(markdown: string, sought: readonly SoughtWord[]) {
  const at = rangesIn(markdown, sought)[0]?.start ?? 0
  const near = markdown.slice(whole(markdown, Math.max(0, at - nearChars)), whole(markdown, at + nearChars))
  const text = toPlainText(near).replace(/\s+/g, ' ').trim()
  const found = rangesIn(text, sought)
  const start = whole(text, Math.max(0, (found[0]?.start ?? 0) - beforeChars))
  const end = whole(text, Math.min(text.length, start + snippetChars))
  const before = start > 0 ? '…' : ''
  const shift = before.length - start
  return {
    snippet: before + text.slice(start, end) + (end < text.length ? '…' : ''),
    ranges: found
      .filter((range) => range.start < end)
      .map((range) => ({ start: range.start + shift, end: Math.min(range.end, end) + shift })),
  }
}

/** The same place, or the one before it where it would cut a character in two. */
const whole = (text: string, at: number) => (/[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at)
