import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface Column<Row> {
  title: string
  cell: (row: Row) => ReactNode
  /** Numbers stand at the right. */
  end?: boolean
}

interface Props<Row> {
  /** What the table shows, for screen readers. */
  label: string
  columns: Column<Row>[]
  rows: Row[]
  keyOf: (row: Row) => string | number
}

/** Rows and columns in a box of their own, which scrolls sideways where it must: the page never does. */
export function Table<Row>({ label, columns, rows, keyOf }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard
    <section className="overflow-x-auto rounded-md border border-line" aria-label={label} tabIndex={0}>
      <table className="w-full border-collapse text-sm">
        <thead>
          <tr className="border-b border-line bg-sunken">
            {columns.map(({ title, end }) => (
              <th
                key={title}
                scope="col"
                className={classNames(
                  'px-3 py-2 text-xs font-semibold whitespace-nowrap text-ink-2',
                  end ? 'text-right' : 'text-left',
                )}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0">
              {columns.map(({ title, cell, end }) => (
                <td
                  key={title}
                  className={classNames(
                    'px-3 py-2 align-top',
                    end ? 'text-right whitespace-nowrap' : 'text-left',
                  )}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
