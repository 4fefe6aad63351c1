import type { Table, TableRow } from 'mdast'
import { useMemo } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { inline } from './inline.tsx'
import { useMarkdownText } from './markdown.text.ts'
import type { Shown } from './shown.ts'
import { columnWidths, csvOf, markdownOf } from './table.ts'

/** A table in a box of its own, which scrolls sideways where it must. */
export function TableBlock({ table, shown }: { table: Table; shown: Shown }) {
  const text = useMarkdownText()
  const widths = useMemo(() => columnWidths(table), [table])
  const [head, ...rows] = table.children
  const whole = widths.reduce((sum, width) => sum + width, 0)
  return (
    <div className="markdown-table">
      <header>
        <CopyButton kind="quiet" className="max-md:min-h-11" label={text.copyCsv} text={() => csvOf(table)} />
        <CopyButton
          kind="quiet"
          className="max-md:min-h-11"
          label={text.copyMarkdown}
          text={() => markdownOf(table, shown)}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard */}
      <section aria-label={text.table} tabIndex={0}>
        <table style={{ width: `${whole}em` }}>
          <colgroup>
            {widths.map((width, column) => (
              <col key={column} style={{ width: `${width}em` }} />
            ))}
          </colgroup>
          {head && (
            <thead>
              <Row row={head} table={table} shown={shown} head />
            </thead>
          )}
          <tbody>
            {rows.map((row, index) => (
              <Row key={index} row={row} table={table} shown={shown} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function Row({ row, table, shown, head }: { row: TableRow; table: Table; shown: Shown; head?: boolean }) {
  const columns = table.children[0]?.children.length ?? 0
  return (
    <tr>
      {Array.from({ length: columns }, (_, column) => {
        const cell = row.children[column]
        const style = { textAlign: table.align?.[column] ?? undefined }
        const content = cell && inline(cell.children, shown)
        return head ? (
          <th key={column} scope="col" style={style}>
            {content}
          </th>
        ) : (
          <td key={column} style={style}>
            {content}
          </td>
        )
      })}
    </tr>
  )
}
