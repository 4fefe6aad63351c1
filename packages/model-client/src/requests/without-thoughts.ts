import { thoughtMarks } from '../responses/thought-marks.ts'

// Thoughts as models and chat clients write them at the start of an answer.
const marked = [
  ...thoughtMarks.map((marks) => marks.map(RegExp.escape)),
  ['<details type="reasoning"', '</details>'],
]
const tagged = new RegExp(
  `^\\s*(?:${marked.map(([open, close]) => `${open}[\\s\\S]*?(?:${close}|$)`).join('|')})\\s*`,
  'i',
)
/** Thoughts whose opening tag stood in the model's template: everything up to a closing tag on a line of its own. */
const untagged = /^(?:(?!<think>|```)[\s\S])*?(?:^|\n)[ \t]*<\/think>[ \t]*(?:\n\s*|$)/

/**
 * An earlier answer without the thoughts it begins with. A client may have stored them as part of the answer; sent back,
 * they cost tokens and mislead the model. Tags further on are part of the answer.
 */
export function withoutThoughts(answer: string): string {
  const found = answer.includes('</think>') && !tagged.test(answer) ? untagged : tagged
  const left = answer.replace(found, '')
  // A model that was interrupted by tools has thought several times.
  return left === answer ? left : withoutThoughts(left)
}
