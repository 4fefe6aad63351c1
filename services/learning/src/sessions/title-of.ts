const titleCharsMax = 30

/** What a session is called before anybody names it: the first words of its first question. */
export function titleOf(question: string): string {
  const line = question.trim().split(/\r?\n/)[0]?.trim() ?? ''
  const characters = [...line]
  return characters.length > titleCharsMax ? `${characters.slice(0, titleCharsMax).join('')}...` : line
}

export const untitled = '新对话'
