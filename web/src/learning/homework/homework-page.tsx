import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useLocation } from 'wouter'
import { paths } from '../../routes.ts'
import { ago } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { toast } from '../../ui/toast.tsx'
import { useLearningText } from '../learning.text.ts'
import { HandInForm } from './hand-in-form.tsx'
import { type Homework, homeworkListQuery, queueQuery } from './homework.queries.ts'
import { useHomeworkText } from './homework.text.ts'

const tones: Record<Homework['status'], 'plain' | 'brand' | 'ok' | 'warn' | 'danger'> = {
  ...{ uploaded: 'plain', transcribing: 'plain', transcribed: 'brand', grading: 'plain' },
  ...{ graded: 'ok', needs_review: 'warn', failed: 'danger' },
}

/** How far homework is, in a word. */
export function HomeworkBadge({ of: { status } }: { of: Pick<Homework, 'status'> }) {
  const text = useHomeworkText()
  return <Badge tone={tones[status]}>{text[status]}</Badge>
}

/** Homework: handed in above, what became of it below, and what waits for whoever set some. */
export function HomeworkPage() {
  const text = useHomeworkText()
  const [, go] = useLocation()
  const query = useInfiniteQuery(homeworkListQuery)
  const homework = query.data?.pages.flatMap((page) => page.items)
  return (
    <Page title={text.title} lead={text.lead}>
      <HandInForm
        onHandedIn={(id) => {
          toast(text.handedIn)
          go(paths.homework(id))
        }}
      />
      <Queue />
      <Section title={text.list}>
        {!homework && !query.error && <Skeleton lines={4} />}
        {homework?.length === 0 && <EmptyState title={text.none}>{text.noneHow}</EmptyState>}
        {homework && homework.length > 0 && (
          <ul aria-label={text.list} className="grid border-t border-line">
            {homework.map((one) => (
              <Row key={one.id} homework={one} />
            ))}
          </ul>
        )}
        <LoadMore {...query} />
      </Section>
    </Page>
  )
}

function Row({ homework }: { homework: Homework }) {
  const text = useHomeworkText()
  const names = useLearningText()
  const { id, title, subject, score, score_max, submitted_at } = homework
  return (
    <li className="grid gap-1 border-b border-line py-3">
      <Link
        href={paths.homework(id)}
        className="flex min-h-8 items-center font-semibold wrap-anywhere hover:text-brand hover:underline"
      >
        {title}
      </Link>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
        <HomeworkBadge of={homework} />
        <span>{names[subject]}</span>
        {score !== null && <span>{text.score(String(score), String(score_max))}</span>}
        <span>{ago(submitted_at)}</span>
      </p>
    </li>
  )
}

function Queue() {
  const text = useHomeworkText()
  const { data: waiting } = useQuery(queueQuery)
  if (!waiting?.length) return null
  return (
    <Section title={text.queue} lead={text.queueLead}>
      <ul aria-label={text.queue} className="grid gap-1 text-sm">
        {waiting.map((one) => (
          <li key={one.item_id} className="grid gap-1 border-t border-line py-2">
            <Link
              href={paths.homework(one.submission_id)}
              className="flex min-h-8 items-center text-brand wrap-anywhere hover:underline"
            >
              {[one.title, one.student_name, text.question(String(one.number))].filter(Boolean).join(' · ')}
            </Link>
            <p className="line-clamp-2 text-ink-2 wrap-anywhere">{one.appeal_reason ?? one.student_answer}</p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
