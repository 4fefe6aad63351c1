/** A line of ours: what it quotes, such as a title, shows as the characters it is made of and ends with the line. */
export function plainLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_[\]<>&~#$|=^{}]/g, '\\$&')
}

/**
 * What could reach out of a message, in CommonMark or in what readers add to it: a heading, a rule, a fence or a directive at
 * the start of a line (behind any marks of lists and quotes), a definition, HTML, and formulas or comments in doubled signs.
 * Broad on purpose: a message that is fenced without need is still whole. No part of it crosses a line, so that the time
 * stays proportional to the text.
 */
const reachesOut = new RegExp(
  [
    // The marks are taken whole (a lookahead is not gone back into), or a line of them would be tried from each one anew.
    String.raw`^[ \t>]*(?=((?:(?:[-+*]|\d{1,9}[.)])[ \t>]+)*))\1(?:#|\x60{3}|~{3}|=+[ \t]*$|--|:::|\+{3}|\|{3}|!!!)`,
    // A line of nothing but marks: a rule, an underline, or an item without text.
    String.raw`^[ \t>]*(?:(?:[-+*_]|\d{1,9}[.)])[ \t>]*)+$`,
    String.raw`\]:`,
    '<[a-z/!?]',
    String.raw`\$\$|%%|\{%|\{\{`,
  ].join('|'),
  'im',
)

/**
 * A message as it was written, so that nothing in it changes what stands around it: plain text, lists, tables and emphasis
 * as they are; anything else between fences longer than any within, where Markdown reads nothing. There is always one blank
 * line before and after the text, within the fences too.
 */
export function contained(text: string): string {
  if (!reachesOut.test(text.replaceAll(/\r\n?/g, '\n'))) return text
  const [ticks, tildes] = [longestRun(text, '`'), longestRun(text, '~')]
  const fence = ticks <= tildes ? '`'.repeat(Math.max(3, ticks + 1)) : '~'.repeat(Math.max(3, tildes + 1))
  return `${fence}markdown\n\n${text}\n\n${fence}`
}

function longestRun(text: string, sign: '`' | '~'): number {
  let longest = 0
  let run = 0
  for (const char of text) {
    run = char === sign ? run + 1 : 0
    if (run > longest) longest = run
  }
  return longest
}
