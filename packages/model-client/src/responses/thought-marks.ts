// The marks that models put around thoughts inside their text, from the templates of public models.

const names = ['think', 'thinking', 'thought', 'thoughts', 'reasoning']
/** What stands before a name: `<seed:think>`, `<|begin_of_thought|>`, `</antThinking>`. */
const prefixes = ['', 'seed:', 'mm:', 'ant', 'longcat_', ...['start_', 'begin_', 'end_'].flatMap(withOf)]
const words = new Set(prefixes.flatMap((prefix) => names.map((name) => prefix + name)))
/** The marks of single models, which are no tags. */
const others = [
  '[think]',
  '[/think]',
  '◁think▷',
  '◁/think▷',
  '<|channel>thought',
  '<channel|>',
  '<|inner_prefix|>',
  '<|inner_suffix|>',
  '<unused94>thought',
  '<unused95>',
  '[unused16]',
  '[unused17]',
]
const attribute = `\\s+[\\w-]{1,32}\\s?=\\s?(?:"[^"<>]{0,64}"|'[^'<>]{0,64}'|[^\\s<>"']{1,64})`
const tag = `<[|\\s]{0,2}/?[|\\s]{0,2}(?:${[...words].join('|')})(?:${attribute}){0,2}[|\\s]{0,3}>`

/** Any mark, in any case. A beginning ends with any end: models mix them up. */
export const thoughtMark = new RegExp(`${tag}|${others.map(RegExp.escape).join('|')}`, 'gi')

/** The last characters of a text that may be the beginning of a mark; '' if they are none. */
export function beginningIn(text: string): string {
  const at = Math.max(text.lastIndexOf('<'), text.lastIndexOf('['), text.lastIndexOf('◁'))
  if (at < 0 || text.length - at > markMax) return ''
  const rest = text.slice(at)
  return mayBegin(rest.toLowerCase()) ? rest : ''
}

/** Longest mark, in characters. */
export const markMax = 128

function mayBegin(text: string): boolean {
  if (others.some((mark) => mark !== text && mark.startsWith(text))) return true
  const found = /^<[|\s]{0,2}\/?[|\s]{0,2}([a-z_:]*)([^>]*)$/.exec(text)
  if (!found) return false
  const [, word = '', after = ''] = found
  if (after === '') return [...words].some((one) => one.startsWith(word))
  return words.has(word) && /^[\s|]/.test(after)
}

export const isEnd = (mark: string): boolean =>
  mark.startsWith('/', 1) ||
  /^<[|\s]*(?:\/|end_)|^<channel\||^<\|inner_suffix|^<unused95|^\[unused17/i.test(mark)

function withOf(word: string): string[] {
  return [word, `${word}of_`]
}
