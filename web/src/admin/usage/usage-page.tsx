import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { count, day, money } from '../../text/format.ts'
import { Bars } from '../../ui/bars.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { PartTabs } from '../../ui/part-tabs.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Table } from '../../ui/table.tsx'
import { useAdminText } from '../admin.text.ts'
import { oneOf, useFilters } from '../use-filters.ts'
import { dateIn, everyDay } from './days.ts'
import type { Measure } from './measure.ts'
import { measured, measures } from './measure.ts'
import { Shares } from './shares.tsx'
import type { UsageStats } from './usage.queries.ts'
import { usageQuery } from './usage.queries.ts'
import { useUsageText } from './usage.text.ts'
import { UserShares } from './user-shares.tsx'

const ranges = ['7', '30', '90'] as const

export function UsagePage() {
  const text = useUsageText()
  const shared = useAdminText()
  const [filters, change] = useFilters('days', 'by')
  const range = oneOf(ranges, filters.days) ?? '30'
  const measure = oneOf(measures, filters.by) ?? 'tokens'
  const { data, error, refetch } = useQuery(usageQuery(Number(range)))
  return (
    <Page title={shared.usage} lead={data && text.lead(data.timezone)} wide>
      <div className="flex flex-wrap justify-between gap-3">
        <PartTabs
          label={text.range}
          current={range}
          onChange={(days) => change({ days })}
          parts={ranges.map((days) => [days, text.days(Number(days))])}
        />
        <PartTabs
          label={text.measure}
          current={measure}
          onChange={(by) => change({ by })}
          parts={measures.map((one) => [one, text[one]])}
        />
      </div>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={12} />}
      {data && <Usage stats={data} days={Number(range)} measure={measure} />}
    </Page>
  )
}

interface Props {
  stats: UsageStats & { timezone: string }
  days: number
  measure: Measure
}

function Usage({ stats, days, measure }: Props) {
  const text = useUsageText()
  const perDay = everyDay(stats.per_day, days, dateIn(stats.timezone))
  if (stats.per_day.length === 0) return <EmptyState title={text.none}>{text.noneHow}</EmptyState>
  const shown = (value: number) => (measure === 'cost' ? money(value) : count(value))
  return (
    <>
      {measure === 'cost' && stats.cost === 0 && <p className="text-sm text-ink-2">{text.noPrices}</p>}
      <Section title={text.perDay}>
        <Bars
          label={`${text.perDay}: ${text[measure]}`}
          unit={text[measure]}
          points={perDay.map((one) => {
            const value = measured(one, measure)
            return { label: one.date.slice(5), value, hint: `${shown(value)} ${text[measure]}` }
          })}
        />
        <Table
          label={text.perDay}
          rows={stats.per_day.toReversed()}
          keyOf={(one) => one.date}
          columns={[
            // At noon, so that it is the same date in every time zone.
            {
              title: text.date,
              cell: (one) => <span className="whitespace-nowrap">{day(`${one.date}T12:00:00`)}</span>,
            },
            { title: text.conversations, cell: (one) => count(one.sessions), end: true },
            { title: text.messages, cell: (one) => count(one.messages), end: true },
            { title: text.answers, cell: (one) => count(one.answers), end: true },
            { title: text.read, cell: (one) => count(one.tokens.prompt), end: true },
            { title: text.written, cell: (one) => count(one.tokens.completion), end: true },
            { title: text.cost, cell: (one) => money(one.cost), end: true },
          ]}
        />
      </Section>
      <Shares
        title={text.perAgent}
        of={text.agent}
        measure={measure}
        rows={(stats.by_agent ?? []).map((one) => ({
          ...one,
          key: one.agent_id ?? 0,
          name: one.name ?? (one.agent_id === null ? text.unknownAgent : String(one.agent_id)),
          linked: one.agent_id !== null && one.name !== null && (
            <Link href={paths.adminAgent(one.agent_id)} className="text-brand hover:underline">
              {one.name}
            </Link>
          ),
        }))}
      />
      <UserShares stats={stats} measure={measure} />
      <Shares
        title={text.perModel}
        of={text.model}
        measure={measure}
        rows={(stats.by_model ?? []).map((one) => ({ ...one, key: one.model, name: one.model }))}
      />
    </>
  )
}
