import type { ReactNode } from 'react'
import { count, money } from '../../text/format.ts'
import { Bars } from '../../ui/bars.tsx'
import { Section } from '../../ui/page.tsx'
import { Table } from '../../ui/table.tsx'
import type { Measure } from './measure.ts'
import { measured } from './measure.ts'
import { useUsageText } from './usage.text.ts'

interface Row {
  key: string | number
  name: string
  /** The name with a link, for the table. */
  linked?: ReactNode
  answers: number
  tokens: { prompt: number; completion: number; total: number }
  cost: number
}

interface Props {
  title: string
  /** What a row is. */
  of: string
  measure: Measure
  rows: Row[]
}

const barsMax = 10

/** Who or what used how much: the largest as bars, all of them as a table. */
export function Shares({ title, of, measure, rows }: Props) {
  const text = useUsageText()
  if (rows.length === 0) return null
  const sorted = rows.toSorted((a, b) => measured(b, measure) - measured(a, measure))
  return (
    <Section title={title}>
      <div className="grid items-start gap-6 lg:grid-cols-2">
        <Bars
          lying
          label={`${title}: ${text[measure]}`}
          unit={text[measure]}
          points={sorted.slice(0, barsMax).map((row) => {
            const value = measured(row, measure)
            return { label: row.name, value, hint: measure === 'cost' ? money(value) : count(value) }
          })}
        />
        <Table
          label={title}
          rows={sorted}
          keyOf={(row) => row.key}
          columns={[
            { title: of, cell: (row) => <span className="break-all">{row.linked || row.name}</span> },
            { title: text.answers, cell: (row) => count(row.answers), end: true },
            { title: text.tokens, cell: (row) => count(row.tokens.total), end: true },
            { title: text.cost, cell: (row) => money(row.cost), end: true },
          ]}
        />
      </div>
    </Section>
  )
}
