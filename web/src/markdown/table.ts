import type { Table } from 'mdast'
import type { Shown } from './shown.ts'
import { sourceOf } from './shown.ts'
import { wordsOf } from './walk.ts'

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** RFC 4180, without formatting. */
export const csvOf = (table: Table): string =>
  table.children.map((row) => row.children.map((cell) => quoted(wordsOf(cell))).join(',')).join('\r\n')

const rule = { left: ':--', right: '--:', center: ':-:' }

/** The table as it was written, without what stood around it. */
export function markdownOf(table: Table, shown: Shown): string {
  const [head, ...rows] = table.children.map((row) => {
    const cells = row.children.map(({ children }) => {
      const first = children[0]
      const last = children.at(-1)
      return first && last ? sourceOf(shown, first, last) : ''
    })
    return `| ${cells.join(' | ')} |`
  })
  const marks = table.children[0]?.children.map((_, column) => rule[table.align?.[column] ?? 'left'] ?? '---')
  return [head, `| ${marks?.join(' | ')} |`, ...rows].join('\n')
}

/** A Chinese character is as wide as two Latin ones. */
const widthOf = (text: string) => [...text].reduce((sum, one) => sum + (one > '\u2e7f' ? 1 : 0.55), 0)

const narrowest = 4
const widest = 20
/** About what the column of an answer holds. */
const room = 44
/** A table wider than the answer is pressed together down to this, then it scrolls. */
const pressed = 7

/**
 * The width of each column in em. The head and the first two rows decide: further rows must not move what has been written.
 */
export function columnWidths(table: Table): number[] {
  const widths: number[] = []
  for (const row of table.children.slice(0, 3))
    for (const [column, cell] of row.children.entries())
      widths[column] = Math.max(widths[column] ?? narrowest, Math.min(widthOf(wordsOf(cell)) + 2, widest))
  const whole = widths.reduce((sum, width) => sum + width, 0)
  if (whole <= room) return widths
  return widths.map((width) => Math.max((width * room) / whole, Math.min(width, pressed)))
}
