import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { count } from '../../text/format.ts'
import { Page, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { statisticsQuery } from '../notebook/notebook.queries.ts'
import { FiguresShown } from './figures-shown.tsx'
import { Mastery } from './mastery.tsx'
import { goalsQuery, recommendationsQuery } from './progress.queries.ts'
import { useProgressText } from './progress.text.ts'

/** How far a learner is: today’s goals, what comes next, figures, and knowledge points with what they rest on. */
export function ProgressPage() {
  const text = useProgressText()
  return (
    <Page title={text.title} lead={text.lead}>
      <Goals />
      <Next />
      <FiguresShown />
      <Mastery />
    </Page>
  )
}

function Goals() {
  const text = useProgressText()
  const { data, error, refetch } = useQuery(goalsQuery)
  const streak = data && data.current_streak > 0 ? text.streak(count(data.current_streak)) : undefined
  return (
    <Section title={text.goals} lead={streak}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={3} />}
      {data?.goals.length === 0 && <p className="text-sm text-ink-2">{text.noGoals}</p>}
      <ul aria-label={text.goals} className="grid gap-4 empty:hidden sm:grid-cols-2">
        {data?.goals.map(({ id, title, current, target, progress }) => (
          <li key={id} className="grid gap-1 text-sm">
            <span className="flex flex-wrap justify-between gap-x-4">
              <span>{title}</span>
              <span className="text-ink-2">{text.goalOf(count(current), count(target))}</span>
            </span>
            <span
              role="progressbar"
              aria-label={title}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={progress}
              className="h-1.5 overflow-hidden rounded-full bg-line"
            >
              <span className="block h-full rounded-full bg-brand" style={{ width: `${progress}%` }} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Next() {
  const text = useProgressText()
  const { data: found, error, refetch } = useQuery(recommendationsQuery)
  const { data: notebook } = useQuery(statisticsQuery)
  const due = notebook?.due_today ?? 0
  return (
    <Section title={text.next}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {due > 0 && (
        <Link
          href={paths.review()}
          className="flex min-h-11 items-center font-semibold text-brand hover:underline md:min-h-8"
        >
          {text.due(count(due))}
        </Link>
      )}
      {found?.length === 0 && due === 0 && <p className="text-sm text-ink-2">{text.noNext}</p>}
      <ul aria-label={text.next} className="grid gap-3 text-sm empty:hidden">
        {found?.map(({ id, title, content }) => (
          <li key={id} className="grid gap-1 rounded-md border border-line bg-raised px-4 py-3">
            <p className="font-semibold wrap-anywhere">{title}</p>
            <p className="text-ink-2 wrap-anywhere">{content}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
