import { isBlank } from '@lingzhi/contracts/invisible'

const titleCharsMax = 50

export const untitled = '新对话'

/** What would act on the list of titles around it: controls, and marks that turn the direction of what follows. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
const acting = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g

/** A title as it is stored: one line, trimmed, and empty when nothing of it can be seen. */
export function cleanTitle(title: string): string {
  const cleaned = title.replaceAll(acting, (found) => (/\s/.test(found) ? ' ' : '')).trim()
  return isBlank(cleaned) ? '' : cleaned
}

/** A title from the question that opens a conversation: its first line, cut to titleCharsMax. */
export function titleFrom(question: string): string {
  const line = cleanTitle(question.split(/\r?\n/).find((line) => !isBlank(line)) ?? '')
  const characters = [...line]
  if (characters.length === 0) return untitled
  return characters.length > titleCharsMax ? `${characters.slice(0, titleCharsMax).join('')}…` : line
}
