const titleCharsMax = 50

export const untitled = '新对话'

/** A title as it is stored; PostgreSQL has no U+0000. */
export const cleanTitle = (title: string): string => title.replaceAll('\0', '').trim()

/** A title from the question that opens a conversation: its first line, as far as fits. */
export function titleFrom(question: string): string {
  const line = question.trim().split(/\r?\n/, 1)[0]?.trim() ?? ''
  const characters = [...line]
  if (characters.length === 0) return untitled
  return characters.length > titleCharsMax ? `${characters.slice(0, titleCharsMax).join('')}…` : line
}
