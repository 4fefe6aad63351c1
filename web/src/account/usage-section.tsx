import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { platformConfig } from '../session/config.queries.ts'
import { count, shortCount } from '../text/format.ts'
import { Bars } from '../ui/bars.tsx'
import { SelectField } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import type { Column } from '../ui/table.tsx'
import { Table } from '../ui/table.tsx'
import type { UsageStats } from './account.queries.ts'
import { ownUsage } from './account.queries.ts'
import { useAccountText } from './account.text.ts'
import type { Measure } from './usage-points.ts'
import { daysOf, measured, todayIn } from './usage-points.ts'

const periods = [7, 30, 90]

export function UsageSection() {
  const text = useAccountText()
  const [days, setDays] = useState(30)
  const { data: config } = useQuery(platformConfig)
  const { data, error, refetch } = useQuery({ ...ownUsage(days), placeholderData: keepPreviousData })
  return (
    <Section id="usage" title={text.usage} lead={config && text.usageLead(config.timezone)}>
      <ProblemNote error={error} onRetry={refetch} />
      {!data && !error && <Skeleton lines={5} />}
      {data && data.messages === 0 && data.tokens.total === 0 && (
        <EmptyState title={text.noUsage}>{text.noUsageWhat}</EmptyState>
      )}
      {data && config && (data.messages > 0 || data.tokens.total > 0) && (
        <Figures stats={data} days={days} onDays={setDays} today={todayIn(config.timezone)} />
      )}
    </Section>
  )
}

interface Props {
  stats: UsageStats
  days: number
  onDays: (days: number) => void
  today: string
}

function Figures({ stats, days, onDays, today }: Props) {
  const text = useAccountText()
  const [measure, setMeasure] = useState<Measure>('tokens')
  const names: Record<Measure, string> = { tokens: text.tokens, cost: text.cost, answers: text.answers }
  const perDay = daysOf(stats.per_day, { days, today })
  // A chat service of the version before tells of no models in these days.
  const models = stats.by_model ?? []
  const used = perDay.filter(({ messages, answers }) => messages > 0 || answers > 0)
  const totals: [string, string][] = [
    [text.sessionsCount, count(stats.sessions)],
    [text.messagesCount, count(stats.messages)],
    [text.tokens, shortCount(stats.tokens.total)],
    [text.cost, shortCount(stats.cost ?? 0)],
  ]
  return (
    <>
      <h3 className="text-sm font-semibold">{text.ofAll}</h3>
      <dl className="grid grid-cols-2 gap-4 sm:grid-cols-4">
        {totals.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-ink-2">{name}</dt>
            <dd className="text-lg font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="grid grid-cols-2 gap-4">
        <SelectField label={text.period} value={days} onChange={({ target }) => onDays(Number(target.value))}>
          {periods.map((one) => (
            <option key={one} value={one}>
              {text.lastDays(one)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={text.measure}
          value={measure}
          onChange={({ target }) => setMeasure(target.value as Measure)}
        >
          {Object.entries(names).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <h3 className="text-sm font-semibold">{text.byDay}</h3>
      {used.length === 0 ? (
        <p className="text-sm text-ink-2">{text.noUsageIn}</p>
      ) : (
        <>
          <Bars
            label={`${names[measure]}, ${text.byDay}`}
            unit={names[measure]}
            points={perDay.map((one) => ({ label: one.date.slice(5), value: measured(one, measure) }))}
          />
          <details>
            <summary className="min-h-8 text-sm text-ink-2">{text.asTable}</summary>
            <Table
              label={text.byDay}
              columns={[{ title: text.day, cell: ({ date }) => date }, ...figuresOf(text)]}
              rows={used.toReversed()}
              keyOf={({ date }) => date}
            />
          </details>
        </>
      )}
      {models.length > 0 && (
        <>
          <h3 className="text-sm font-semibold">{text.byModel}</h3>
          <Bars
            lying
            label={`${names[measure]}, ${text.byModel}`}
            unit={names[measure]}
            points={models.map((one) => ({ label: one.model, value: measured(one, measure) }))}
          />
          <details>
            <summary className="min-h-8 text-sm text-ink-2">{text.asTable}</summary>
            <Table
              label={text.byModel}
              columns={[{ title: text.model, cell: ({ model }) => model }, ...figuresOf(text)]}
              rows={models}
              keyOf={({ model }) => model}
            />
          </details>
        </>
      )}
    </>
  )
}

type Used = Parameters<typeof measured>[0]

const figuresOf = (text: ReturnType<typeof useAccountText>): Column<Used>[] => [
  { title: text.answers, cell: ({ answers }) => count(answers), end: true },
  { title: text.tokens, cell: ({ tokens }) => count(tokens.total), end: true },
  { title: text.cost, cell: ({ cost }) => shortCount(cost ?? 0), end: true },
]
