import { readFileSync } from 'node:fs'

const invisible = String.raw`\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff`
const edges = new RegExp(`^[\\s${invisible}]+|[\\s${invisible}]+$`, 'g')
const within = new RegExp(`[${invisible}]`)
/** Straight and typographic quotes, the opening ones and the ones that close them. */
const quotes = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
  ['„', '“'],
  ['＂', '＂'],
])

/** The text without the white space and the invisible characters at its ends: what copying from a page brings along. */
export const trimmed = (text: string): string => text.replace(edges, '')

/**
 * A setting's value as it was meant: without white space and invisible characters at its ends, and without one pair of
 * quotes around the whole, which a file of variables keeps when something other than a shell reads it.
 */
export function settingText(raw: string): string {
  const text = trimmed(raw)
  const closing = quotes.get(text[0] ?? '')
  const quoted = closing !== undefined && text.length > 1 && text.indexOf(closing, 1) === text.length - 1
  return quoted ? trimmed(text.slice(1, -1)) : text
}

/** The first character of the text that no reader sees, as U+200B; undefined when every one shows. */
export function invisibleIn(text: string): string | undefined {
  const code = within.exec(text)?.[0].charCodeAt(0)
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/**
 * The text of a file that a person wrote with any editor: UTF-8, UTF-16 of either order, with or without a byte order
 * mark, or what Chinese editions of Windows write instead (GB 18030). Throws what reading it throws.
 */
export function readText(file: string): string {
  const bytes = readFileSync(file)
  const [first, second] = bytes
  // Without a mark: the names of settings are ASCII, of which UTF-16 makes every other byte zero.
  const order =
    (first === 0xff && second === 0xfe) || (first !== 0 && second === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second !== 0)
        ? 'utf-16be'
        : undefined
  if (order) return new TextDecoder(order).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
