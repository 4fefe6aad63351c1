import { isEnd, thoughtMark } from './thought-marks.ts'

// Whether a mark of thoughts is one, or a text speaks of it.

type Answer = 'yes' | 'no' | 'maybe'

const pairs: Record<string, string> = {
  '`': '`',
  '"': '"',
  "'": "'",
  '“': '”',
  '‘': '’',
  '「': '」',
  '『': '』',
  '《': '》',
  '(': ')',
  '（': '）',
}

/** Whether a mark between these two characters is quoted; `maybe`: the second has not come. */
export function isQuoted(before: string | undefined, after: string | undefined, ended: boolean): Answer {
  const wanted = before === undefined ? undefined : pairs[before]
  if (wanted === undefined) return 'no'
  if (after === undefined) return ended ? 'no' : 'maybe'
  return after === wanted ? 'yes' : 'no'
}

/** Whether a block of code has begun in this text and not ended. */
export const isInCode = (text: string): boolean => (text.match(/^[ \t]*(?:```|~~~)/gm)?.length ?? 0) % 2 === 1

/**
 * Whether an end of thoughts without a beginning is only spoken of: in code, in quotes, after a beginning of its own, or in
 * the middle of a sentence. `maybe`: what follows will tell.
 */
export function isMention(before: string, after: string, ended: boolean): Answer {
  if (isInCode(before)) return 'yes'
  const line = before.slice(before.lastIndexOf('\n') + 1)
  if (line.replaceAll('```', '').split('`').length % 2 === 0) return 'yes'
  if (/["'“‘「『(（《]$/.test(before)) return 'yes'
  thoughtMark.lastIndex = 0
  for (const { 0: mark, index } of before.matchAll(thoughtMark)) {
    const quoted = isQuoted(before[index - 1], before[index + mark.length], true)
    if (!isEnd(mark) && quoted === 'no') return 'yes'
  }
  if (after === '' && !ended) return 'maybe'
  if (/^["'”’」』)）》`]/.test(after)) return 'yes'
  // Words on both sides: thoughts end at the end of a sentence, or of a line.
  const spaced = /[^\s.!?。！？…][ \t]+$/.test(line)
  if (!spaced) return 'no'
  if (!ended && /^[ \t]+$/.test(after)) return 'maybe'
  return /^(?:[ \t]+\S|[,.;:，。；：、])/.test(after) ? 'yes' : 'no'
}
