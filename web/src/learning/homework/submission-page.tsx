import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { paths } from '../../routes.ts'
import { moment } from '../../text/format.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { useLearningText } from '../learning.text.ts'
import { Photos } from '../photos.tsx'
import {
  correctionQuery,
  deleteHomework,
  grade,
  type HomeworkDetail,
  homeworkQuery,
  isJudged,
  isUnderWay,
} from './homework.queries.ts'
import { useHomeworkText } from './homework.text.ts'
import { HomeworkBadge } from './homework-page.tsx'
import { Item } from './item.tsx'
import { MarkedPages } from './marked-pages.tsx'

/** One piece of homework: what was handed in, what was read of it, and its grades. */
export function SubmissionPage() {
  const { id } = useParams<{ id: string }>()
  const text = useHomeworkText()
  const { data: homework, error, refetch } = useQuery(homeworkQuery(id))
  return (
    <Page
      title={homework?.title ?? text.title}
      lead={
        <Link href={paths.homework()} className="text-brand hover:underline">
          ← {text.back}
        </Link>
      }
    >
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!homework && !error && <Skeleton lines={10} />}
      {homework && <Shown key={id} homework={homework} />}
    </Page>
  )
}

function Shown({ homework }: { homework: HomeworkDetail }) {
  const text = useHomeworkText()
  const { id, status, pages, items, is_own, updated_at } = homework
  const query = useQuery({
    ...correctionQuery(id, updated_at),
    enabled: isJudged(homework),
    placeholderData: (before) => before,
  })
  const { act, busy, error } = useAct()
  const correction = isJudged(homework) ? query.data : undefined
  const start = (again: boolean) => void act(() => grade(id, { again }))
  return (
    <>
      <Summary homework={homework} words={correction?.summary ?? null} />
      {isUnderWay(homework) && items.length === 0 && <Skeleton lines={4} />}
      {pages.length > 0 && (
        <section aria-label={text.photos}>
          {is_own ? (
            <Photos ids={pages.map(({ file_id }) => file_id)} />
          ) : (
            <MarkedPages id={id} pages={pages} />
          )}
        </section>
      )}
      <ProblemNote error={query.error ?? error} />
      {items.length > 0 && (
        <Section
          title={status === 'transcribed' ? text.checkTitle : text.items}
          lead={status === 'transcribed' ? text.checkLead : undefined}
        >
          <ol className="grid grid-cols-1 gap-4">
            {items.map((item) => (
              <Item
                key={item.number}
                homework={homework}
                read={item}
                correction={correction?.corrections.find((one) => one.question_number === item.number)}
              />
            ))}
          </ol>
        </Section>
      )}
      {is_own && status === 'transcribed' && (
        <Button kind="primary" busy={busy} className="sm:justify-self-start" onClick={() => start(false)}>
          {text.gradeNow}
        </Button>
      )}
      {is_own && status === 'failed' && (
        <Button busy={busy} className="sm:justify-self-start" onClick={() => start(true)}>
          {text.again}
        </Button>
      )}
      {is_own && <Remove id={id} />}
    </>
  )
}

function Summary({ homework, words }: { homework: HomeworkDetail; words: string | null }) {
  const text = useHomeworkText()
  const names = useLearningText()
  const { score, score_max, subject, submitted_at, student_name, problem, content, items } = homework
  return (
    <div className="grid grid-cols-1 gap-3" aria-live="polite">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
        <HomeworkBadge of={homework} />
        <span>{names[subject]}</span>
        {student_name && <span>{student_name}</span>}
        <span>{moment(submitted_at)}</span>
      </p>
      {score !== null && (
        <p className="text-xl font-semibold">{text.score(String(score), String(score_max))}</p>
      )}
      {words && <p className="text-sm text-ink-2">{words}</p>}
      {problem && <p className="text-sm text-danger">{problem.message}</p>}
      {content && items.length === 0 && <p className="whitespace-pre-wrap wrap-anywhere">{content}</p>}
    </div>
  )
}

function Remove({ id }: { id: string }) {
  const text = useHomeworkText()
  const [asking, setAsking] = useState(false)
  const [, go] = useLocation()
  return (
    <div className="border-t border-line pt-5">
      <Button kind="danger" onClick={() => setAsking(true)}>
        {text.remove}
      </Button>
      {asking && (
        <AskFirst
          danger
          title={text.removeTitle}
          act={text.remove}
          onClose={() => setAsking(false)}
          onAct={async () => {
            await deleteHomework(id)
            toast(text.removed)
            go(paths.homework())
          }}
        >
          <p>{text.removeWhat}</p>
        </AskFirst>
      )}
    </div>
  )
}
