import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { count, money, shortCount } from '../../text/format.ts'
import { Bars } from '../../ui/bars.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAdminText } from '../admin.text.ts'
import { healthQuery } from '../health/health.queries.ts'
import { Verdict } from '../health/verdict.tsx'
import { dateIn, everyDay } from '../usage/days.ts'
import { usageQuery } from '../usage/usage.queries.ts'
import { newcomers } from './newcomers.ts'
import { newestUsersQuery } from './overview.queries.ts'
import { useOverviewText } from './overview.text.ts'

const weekDays = 7

export function OverviewPage() {
  const text = useOverviewText()
  const shared = useAdminText()
  const health = useQuery(healthQuery())
  const usage = useQuery(usageQuery(weekDays))
  const users = useQuery(newestUsersQuery())
  const week = usage.data && everyDay(usage.data.per_day, weekDays, dateIn(usage.data.timezone))
  const today = week?.at(-1)
  const joined = users.data && usage.data && newcomers(users.data, usage.data.timezone)
  return (
    <Page title={shared.overview} lead={text.lead} wide>
      <Section title={text.health} actions={<More to={paths.adminHealth()}>{text.services}</More>}>
        {health.isPending ? <Skeleton lines={1} /> : <Verdict readiness={health.data} error={health.error} />}
      </Section>
      <Section title={text.today}>
        <ProblemNote error={usage.error} onRetry={() => void usage.refetch()} />
        <ProblemNote error={users.error} onRetry={() => void users.refetch()} />
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-5">
          <Figure name={text.newUsers}>
            {joined && (joined.more ? text.atLeast(count(joined.count)) : count(joined.count))}
          </Figure>
          <Figure name={text.conversations}>{today && count(today.sessions)}</Figure>
          <Figure name={text.answers}>{today && count(today.answers)}</Figure>
          <Figure name={text.tokens}>{today && shortCount(today.tokens.total)}</Figure>
          <Figure name={text.cost}>{today && money(today.cost)}</Figure>
        </dl>
      </Section>
      <Section title={text.week} actions={<More to={paths.adminUsage()}>{text.allUsage}</More>}>
        {week ? (
          <Bars
            label={`${text.week}: ${week.map((day) => `${day.date.slice(5)} ${day.answers}`).join(', ')}`}
            unit={text.answers}
            points={week.map((day) => ({ label: day.date.slice(5), value: day.answers }))}
          />
        ) : (
          !usage.error && <Skeleton lines={5} />
        )}
      </Section>
      <Section title={text.next}>
        <ul className="flex flex-wrap gap-x-6 gap-y-1">
          <li>
            <More to={paths.adminUsers()}>{text.findUser}</More>
          </li>
          <li>
            <More to={paths.adminAgents()}>{text.editAgents}</More>
          </li>
          <li>
            <More to={paths.adminInvitations()}>{text.invite}</More>
          </li>
          <li>
            <More to={paths.adminAudit()}>{text.readAudit}</More>
          </li>
        </ul>
      </Section>
    </Page>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className="text-xl font-semibold tabular-nums">{children ?? '…'}</dd>
    </div>
  )
}

function More({ to, children }: { to: string; children: ReactNode }) {
  return (
    <Link
      href={to}
      className="-my-2 inline-flex min-h-11 items-center text-sm text-brand hover:underline md:min-h-8"
    >
      {children}
    </Link>
  )
}
