import { code, isLetter } from './characters.ts'
import type { Reading } from './reading.ts'
import { absent, drop, findInLine, unitAt, unknown, write, writeInstead } from './reading.ts'

/** Elements a model may write. Other names, as in List<String>, are plain text. */
const elements = new Set(
  (
    'a abbr article aside audio b blockquote body br button caption center cite code col dd del details div dl ' +
    'dt em figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd ' +
    'label li link main mark meta nav ol option p pre q ruby rt s samp script section select small span strike ' +
    'strong style sub summary sup table tbody td textarea tfoot th thead title tr tt u ul var video'
  ).split(' '),
)

const entities = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', ensp: ' ', emsp: ' ' })
    .concat(Object.entries({ hellip: '…', mdash: '—', ndash: '–', middot: '·', bull: '•', times: '×' }))
    .concat(
      Object.entries({ copy: '©', reg: '®', trade: '™', deg: '°', larr: '←', rarr: '→', le: '≤', ge: '≥' }),
    )
    .concat(Object.entries({ shy: '\u00ad', zwnj: '\u200c', zwj: '\u200d', Tab: ' ', NewLine: ' ' })),
)
/** Ends of the names of accented letters, such as eacute. */
const accents = new Map(
  Object.entries({ grave: '\u0300', acute: '\u0301', circ: '\u0302', tilde: '\u0303' }).concat(
    Object.entries({ uml: '\u0308', ring: '\u030a', caron: '\u030c', cedil: '\u0327' }),
  ),
)
/** Longest character reference, & and ; included. */
export const referenceMax = 12

const [slash, bang] = ['/', '!'].map(code)

/** Drops an HTML tag or comment (a <br> breaks the line) and the brackets of <https://…>; any other < stays. */
export function readAngle(reading: Reading): boolean {
  const { at, text } = reading
  const next = unitAt(reading, at + 1)
  if (next === undefined) return false
  if (next === bang) return readComment(reading)
  if (!isLetter(next) && next !== slash) {
    write(reading, at + 1)
    return true
  }
  const end = findInLine(reading, '>', at + 1)
  if (end === unknown) return false
  const inner = end === absent ? '' : text.slice(at + 1, end)
  const name = elementOf(inner)
  if (name) {
    if (name === 'br') reading.output.breakLine()
    drop(reading, end + 1)
  } else if (/^[a-z][a-z0-9+.-]{1,31}:[^\s<]*$/i.test(inner) || /^[\w.+-]+@[\w.-]+$/.test(inner)) {
    writeInstead(reading, end + 1, inner)
  } else write(reading, at + 1)
  return true
}

/** The element of a tag, from the text between < and >; undefined when it is no tag. */
export function elementOf(inner: string): string | undefined {
  const name = /^\/?([a-z][a-z0-9]*)(?=[\s/]|$)/i.exec(inner)?.[1]?.toLowerCase()
  return name !== undefined && elements.has(name) ? name : undefined
}

function readComment(reading: Reading): boolean {
  const { at, text } = reading
  const opening = text.slice(at, at + 4)
  if (opening.length < 4 && !reading.ended && '<!--'.startsWith(opening)) return false
  const end = opening === '<!--' ? findInLine(reading, '-->', at + 4) : absent
  if (end === unknown) return false
  if (end === absent) write(reading, at + 1)
  else drop(reading, end + 3)
  return true
}

/** Replaces a character reference, numeric or by a common name, with its character. */
export function readEntity(reading: Reading): boolean {
  const { at, text } = reading
  for (let index = at + 1; index < at + referenceMax; index++) {
    const unit = unitAt(reading, index)
    if (unit === undefined) return false
    if (unit === code(';')) {
      const character = characterOf(text.slice(at + 1, index))
      writeInstead(reading, character === undefined ? at + 1 : index + 1, character ?? '&')
      return true
    }
    if (Number.isNaN(unit) || (!isLetter(unit) && !/[\d#]/.test(String.fromCharCode(unit)))) break
  }
  write(reading, at + 1)
  return true
}

/** The character that a reference names: #97, #x61, amp, eacute; undefined when it names none. */
export function characterOf(name: string): string | undefined {
  const [, decimal, hex] = /^#(?:(\d{1,7})|x([\da-f]{1,6}))$/i.exec(name) ?? []
  const point = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16)
  if (Number.isNaN(point)) return entities.get(name) ?? accented(name)
  const valid = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
  return valid ? String.fromCodePoint(point) : undefined
}

function accented(name: string): string | undefined {
  const accent = accents.get(name.slice(1))
  return accent && /^[a-z]/i.test(name) ? `${name.charAt(0)}${accent}`.normalize('NFC') : undefined
}
