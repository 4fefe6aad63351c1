import { withoutNul } from '@lingzhi/contracts/shapes'

const titleCharsMax = 50

export const untitled = '新对话'

/** A title as it is stored: trimmed, without U+0000. */
export const cleanTitle = (title: string): string => withoutNul(title).trim()

/** A title from the question that opens a conversation: its first line, cut to titleCharsMax. */
export function titleFrom(question: string): string {
  const line = question.trim().split(/\r?\n/, 1)[0]?.trim() ?? ''
  const characters = [...line]
  if (characters.length === 0) return untitled
  return characters.length > titleCharsMax ? `${characters.slice(0, titleCharsMax).join('')}…` : line
}
