import { characterOf, elementOf, referenceMax } from '@lingzhi/plain-text/html'
import { addressDepthMax, addressMax } from '@lingzhi/plain-text/link'
import { lookAheadMax } from '@lingzhi/plain-text/reading'

/** A piece of text that shows as something other than what is written, and where it ends. */
export interface Piece {
  to: number
  shows: string
}

/**
 * A way to read a text: returns the piece at an index, if there is one; unknown when that needs more text. `isPending`
 * reports whether an occurrence has started. A piece that shows nothing matters only within a term; otherwise it is read
 * as written, so that its content is filtered, too.
 */
export type ReadAs = (
  text: string,
  at: number,
  ended: boolean,
  isPending: () => boolean,
) => Piece | 'unknown' | undefined

/** Every character as it is: what a reader of the stored text sees. */
const asWritten: ReadAs = () => undefined

/**
 * What a reader of rendered Markdown sees. Whether an address is one depends on the whole line, so a text is read in both
 * ways: with addresses and without.
 */
const asRendered =
  (addressesShow: boolean): ReadAs =>
  (text, at, ended, isPending) => {
    const unit = text.charCodeAt(at)
    if (unit > 127 || !opensMarkup[unit]) return undefined
    const character = text.charAt(at)
    if (character === '&') return referenceAt(text, at, ended)
    if (!isPending()) return undefined
    if (character === '<') return tagAt(text, at, ended, addressesShow)
    if (character === '[') return { to: at + 1, shows: '' }
    if (character === '!') return imageMarkAt(text, at, ended)
    if (character !== ']') return blanksAt(text, at, ended)
    return addressesShow ? { to: at + 1, shows: '' } : addressAt(text, at, ended)
  }

/** What a JSON parser sees: for the arguments of tool calls, which are JSON text. */
const asParsed: ReadAs = (text, at, ended) => {
  if (text[at] !== '\\') return undefined
  const ahead = text.slice(at, at + 6)
  const [sequence, hex] = /^\\(?:u([\da-f]{4})|[^u])/i.exec(ahead) ?? []
  if (sequence === undefined) return ahead.length < 6 && !ended ? 'unknown' : undefined
  const shows = hex
    ? String.fromCharCode(Number.parseInt(hex, 16))
    : (controls[sequence] ?? sequence.slice(1))
  return { to: at + sequence.length, shows }
}

const controls: Record<string, string> = { '\\n': ' ', '\\r': ' ', '\\t': ' ', '\\b': '', '\\f': ' ' }

const opensMarkup = Array.from({ length: 128 }, (_, unit) => /[&<[\]!|\s#]/.test(String.fromCharCode(unit)))

/** `&#97;` and the like. */
function referenceAt(text: string, at: number, ended: boolean): Piece | 'unknown' | undefined {
  const ahead = text.slice(at, at + referenceMax)
  const [piece, name] = /^&(#?[a-z\d]+);/i.exec(ahead) ?? []
  if (piece !== undefined && name !== undefined) {
    const shows = characterOf(name)
    return shows === undefined ? undefined : { to: at + piece.length, shows }
  }
  return !ended && ahead.length < referenceMax && /^&#?[a-z\d]*$/i.test(ahead) ? 'unknown' : undefined
}

/** A comment or a tag; a tag of an unknown name may be text. A <br> shows as a space. */
function tagAt(text: string, at: number, ended: boolean, unknownShow: boolean) {
  const isComment = text.startsWith('<!--', at)
  const start = isComment ? at + 4 : at + 1
  const [line = ''] = /^[^\r\n]*/.exec(text.slice(start, start + lookAheadMax + 2)) ?? []
  const end = line.indexOf(isComment ? '-->' : '>')
  const open = !ended && start + line.length === text.length && line.length < lookAheadMax + 2
  if (end < 0) return open && /^(?:$|!-?$|[/a-z])/i.test(isComment ? '' : line) ? 'unknown' : undefined
  if (end >= lookAheadMax) return undefined
  if (isComment) return { to: start + end + 3, shows: '' }
  const inner = line.slice(0, end)
  const name = elementOf(inner)
  if (name === undefined && (unknownShow || !/^\/?[a-z]/i.test(inner))) return undefined
  return { to: start + end + 1, shows: name === 'br' ? ' ' : '' }
}

function imageMarkAt(text: string, at: number, ended: boolean) {
  if (at + 1 === text.length) return ended ? undefined : 'unknown'
  return text[at + 1] === '[' ? { to: at + 2, shows: '' } : undefined
}

const escaped = String.raw`\\[^]`
/** An address may contain nested pairs of parentheses. */
const paired = Array.from({ length: addressDepthMax }).reduce<string>(
  (inner) => String.raw`(?:[^\s()\\]|${escaped}|\(${inner}\))*`,
  String.raw`(?:[^\s()\\]|${escaped})*`,
)
const angled = String.raw`<(?:[^>\\\r\n]|${escaped})*>`
const quoted = ['""', "''", '()'].map(
  ([start, end]) => `\\${start}(?:[^\\${end}\\\\\\r\\n]|${escaped})*\\${end}`,
)
const address = new RegExp(
  String.raw`^\]\([ \t]*(?:${angled}|${paired})(?:[ \t]+(?:${quoted.join('|')}))?[ \t]*\)`,
)

/** The end of a link's text, with its address. */
function addressAt(text: string, at: number, ended: boolean): Piece | 'unknown' {
  const ahead = text.slice(at, at + 2 * addressMax)
  // The expression is slow where it fails, and each further chunk would run it again.
  const [piece] = (ahead.includes(')') && address.exec(ahead)) || []
  if (piece !== undefined) return { to: at + piece.length, shows: '' }
  const open = !ended && at + ahead.length === text.length && ahead.length < 2 * addressMax
  return open && /^\](?:$|\((?:[^\r\n\\]|\\[\s\S]?)*$)/.test(ahead) ? 'unknown' : { to: at + 1, shows: '' }
}

/**
 * Blanks and line ends, with Markdown's marks at the start of the next line or on a line of their own: together they
 * separate two words like one space. So do the cells of a table.
 */
function blanksAt(text: string, at: number, ended: boolean) {
  const ahead = text.slice(at, at + lookAheadMax)
  const [piece = ''] = blanks.exec(ahead) ?? []
  const open = !ended && at + ahead.length === text.length && ahead.length < lookAheadMax
  if (open && mayGoOn.test(ahead.slice(piece.length))) return 'unknown'
  return piece === '' ? undefined : { to: at + piece.length, shows: ' ' }
}

const blanks =
  /^(?:[\s|]|#+(?=[ \t]*[\r\n])|(?<=[\r\n][\s|>#]*)[>#]+|(?<=[\r\n][\s|>]*)(?:[-=:|*_ \t]{2,}|[`~]{3,}[^\r\n]*)(?=[\r\n]))+/
const mayGoOn = /^(?:[-=:|*_# \t]*|[`~]{1,2}|[`~]{3,}[^\r\n]*)$/

/** The ways to read a kind of text; an occurrence in any of them counts. */
export const readings = {
  markdown: [asWritten, asRendered(true), asRendered(false)],
  /** Arguments of tool calls. */
  json: [asParsed],
} satisfies Record<string, ReadAs[]>
