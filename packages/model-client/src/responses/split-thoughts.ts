import { thoughtMarks as marks } from './thought-marks.ts'

const longest = Math.max(...marks.flat().map((mark) => mark.length))
const opens = new Map(marks)
const closes = marks.map(([, close]) => close)
/** Finds a mark in any case; lower-casing the text would move its places. */
const patterns = new Map(closes.map((mark) => [mark, new RegExp(RegExp.escape(mark), 'i')]))
const placeOf = (mark: string, text: string) => text.search(patterns.get(mark) ?? /$^/)

export interface SplitText {
  reasoning: string
  content: string
  /** All content before was thoughts; they are in `reasoning` again. */
  voids?: boolean
}

const nothing: SplitText = { reasoning: '', content: '' }

/**
 * Splits an answer's text into thoughts and answer. Only marks at the very start count, however they are cut; in the middle
 * of an answer they are its text. An end of thoughts without a beginning (the template had it) makes thoughts of all text
 * before, unless it stands in code or quotes; text that readers have already is void then, which `mayVoid` allows.
 */
export function splitThoughts(mayVoid: boolean) {
  /** `start`: no text yet; `thoughts`: until `close`; `after`: thoughts have ended, the answer has not begun. */
  let state: 'start' | 'thoughts' | 'after' | 'answer' = 'start'
  let close = ''
  /** Text that cannot be told yet: whitespace, or the beginning of a mark. */
  let held = ''
  /** All text of the answer, while an end of thoughts may still come. */
  let answer = ''
  let thought = false

  function push(text: string, ended: boolean): SplitText {
    let rest = held + text
    held = ''
    let reasoning = ''
    while (rest !== '') {
      if (state === 'answer') return { reasoning, content: rest }
      if (state === 'thoughts') {
        const end = placeOf(close, rest)
        const keep = end < 0 && !ended ? endHeld(rest, close) : 0
        const found = end < 0 ? rest.slice(0, rest.length - keep) : rest.slice(0, end)
        const said = end < 0 && !ended ? found : found.trimEnd()
        reasoning += thought ? said : said.trimStart()
        thought ||= said.trim() !== ''
        if (end < 0) {
          held = rest.slice(rest.length - keep)
          return { reasoning, content: '' }
        }
        rest = rest.slice(end + close.length)
        state = 'after'
        continue
      }
      const begun = rest.trimStart()
      const lower = begun.slice(0, longest + 1).toLowerCase()
      const open = marks.find(([mark]) => lower.startsWith(mark))?.[0]
      const stray = closes.find((mark) => lower.startsWith(mark))
      if (open !== undefined) {
        close = opens.get(open) ?? ''
        if (thought) reasoning += '\n\n'
        state = 'thoughts'
        rest = begun.slice(open.length).trimStart()
        held = ''
        if (thought && rest === '') return { reasoning, content: '' }
      } else if (stray !== undefined) {
        state = 'after'
        rest = begun.slice(stray.length)
      } else if (!ended && (begun === '' || isBeginning(lower))) {
        held = rest
        return { reasoning, content: '' }
      } else {
        const content = state === 'after' ? begun : rest
        state = 'answer'
        return { reasoning, content }
      }
    }
    return { reasoning, content: '' }
  }

  /** Looks for an end of thoughts in the answer's newest text. */
  function findEnd(text: string): SplitText {
    if (thought) return { reasoning: '', content: text }
    const before = answer
    const begun = before !== ''
    answer += text
    if (!(text.includes('>') || text.includes(']') || text.includes('▷')))
      return { reasoning: '', content: text }
    const from = Math.max(0, before.length - longest)
    const newest = answer.slice(from)
    for (const mark of closes) {
      const at = placeOf(mark, newest)
      if (at < 0 || (begun && !mayVoid) || !endsThoughts(answer, from + at, mark)) continue
      const reasoning = answer.slice(0, from + at).trim()
      const rest = answer.slice(from + at + mark.length)
      thought = true
      state = 'after'
      answer = ''
      return { reasoning, content: push(rest, false).content, voids: begun }
    }
    return { reasoning: '', content: text }
  }

  return {
    push(text: string): SplitText {
      if (text === '') return nothing
      if (state === 'answer') return findEnd(text)
      const split = push(text, false)
      if (split.content === '') return split
      const found = findEnd(split.content)
      return { ...found, reasoning: split.reasoning + found.reasoning }
    },
    /** The thoughts came in another place: all text before an end of thoughts is answer. */
    haveBeenTold() {
      thought = true
    },
    /** What is still held back, once nothing follows. */
    end: (): SplitText => push('', true),
  }
}

/** Whether a text may be the beginning of a mark. */
const isBeginning = (lower: string) => [...opens.keys(), ...closes].some((mark) => mark.startsWith(lower))

/** The length of the end of a text that may be followed by this end of thoughts: whitespace, or a part of the mark. */
function endHeld(text: string, close: string): number {
  const newest = text.slice(1 - close.length).toLowerCase()
  let at = newest.indexOf(close[0]!)
  while (at >= 0 && !close.startsWith(newest.slice(at))) at = newest.indexOf(close[0]!, at + 1)
  const part = at < 0 ? 0 : newest.length - at
  return text.length - text.slice(0, text.length - part).trimEnd().length
}

/** Whether a mark ends thoughts, and does not stand in code, in quotes, or after a beginning of its own. */
function endsThoughts(text: string, at: number, mark: string): boolean {
  const before = text.slice(0, at)
  const open = [...opens].find(([, close]) => close === mark)?.[0] ?? ''
  if (before.toLowerCase().includes(open)) return false
  if ((before.match(/```|~~~/g)?.length ?? 0) % 2 === 1) return false
  const line = before.slice(before.lastIndexOf('\n') + 1)
  if (line.replaceAll('```', '').split('`').length % 2 === 0) return false
  return !/["'“‘「『(（《]$/.test(before) && !/^["'”’」』)）》`]/.test(text.slice(at + mark.length))
}
