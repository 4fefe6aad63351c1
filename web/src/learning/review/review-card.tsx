import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { newUuid } from '../../api/new-key.ts'
import { paths } from '../../routes.ts'
import { count } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { Formulas } from '../formulas.tsx'
import { useLearningText } from '../learning.text.ts'
import { mistakeQuery } from '../notebook/notebook.queries.ts'
import type { NewReview, ReviewTask } from './review.queries.ts'
import { useReviewText } from './review.text.ts'

const ratings = [
  ['again', 'incorrect'],
  ['hard', 'correct'],
  ['good', 'correct'],
  ['easy', 'correct'],
] as const

interface Props {
  task: ReviewTask
  busy: boolean
  onRate: (body: NewReview) => void
  /** Undefined where it is the only one. */
  onLater: (() => void) | undefined
}

/** The question, and once it is turned the answer with the learner's own view of how it went. */
export function ReviewCard({ task, busy, onRate, onLater }: Props) {
  const text = useReviewText()
  const names = useLearningText()
  const [turned, setTurned] = useState(false)
  const [own, setOwn] = useState('')
  const begun = useRef(performance.now())
  // A review that is sent again is the same one.
  const [attempt] = useState(newUuid)
  return (
    <article className="grid grid-cols-1 gap-4 rounded-lg border border-line bg-raised p-4 md:p-6">
      <header className="flex flex-wrap items-center gap-2">
        <Badge tone="brand">{names[task.subject]}</Badge>
        <span className="text-xs text-ink-2">{text.round(count(task.review_round))}</span>
        {task.overdue_days > 0 && (
          <span className="text-xs text-ink-2">{text.overdue(count(task.overdue_days))}</span>
        )}
      </header>
      <h2 className="text-base font-semibold wrap-anywhere">{task.title}</h2>
      <Formulas text={task.question_content} />
      {turned ? (
        <>
          {own && (
            <Part title={text.own}>
              <p className="whitespace-pre-wrap wrap-anywhere">{own}</p>
            </Part>
          )}
          <Solution id={task.mistake_id} />
          <div className="grid gap-2">
            <p className="text-sm font-semibold">{text.rate}</p>
            <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
              {ratings.map(([rating, review_result]) => (
                <Button
                  key={rating}
                  kind={rating === 'good' ? 'primary' : rating === 'again' ? 'danger' : 'plain'}
                  busy={busy}
                  onClick={() =>
                    onRate({
                      review_result,
                      rating,
                      attempt_id: attempt,
                      review_method: 'scheduled',
                      time_spent: Math.min(86_400, Math.round((performance.now() - begun.current) / 1_000)),
                      user_answer: own || null,
                    })
                  }
                >
                  {text[rating]}
                </Button>
              ))}
            </div>
          </div>
          <p className="text-xs text-ink-3">{task.reason}</p>
        </>
      ) : (
        <>
          <TextArea
            label={text.own}
            hint={text.ownHint}
            rows={2}
            maxLength={5_000}
            value={own}
            onChange={({ currentTarget }) => setOwn(currentTarget.value)}
          />
          <div className="flex flex-wrap gap-2">
            <Button kind="primary" className="flex-1 sm:flex-none" onClick={() => setTurned(true)}>
              {text.show}
            </Button>
            {onLater && <Button onClick={onLater}>{text.later}</Button>}
          </div>
        </>
      )}
    </article>
  )
}

/** Asked for when the card is turned: until then it is not in the page. */
function Solution({ id }: { id: string }) {
  const text = useReviewText()
  const { data: mistake, error, refetch } = useQuery(mistakeQuery(id))
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (mistake) ref.current?.scrollIntoView({ block: 'nearest' })
  }, [mistake])
  if (error) return <ProblemNote error={error} onRetry={() => void refetch()} />
  if (!mistake) return <Skeleton lines={3} />
  return (
    <div ref={ref} className="grid grid-cols-1 gap-3 border-t border-line pt-4">
      {mistake.correct_answer ? (
        <Part title={text.correct}>
          <Formulas text={mistake.correct_answer} />
        </Part>
      ) : (
        <p className="text-sm text-ink-2">{text.noAnswer}</p>
      )}
      {mistake.explanation && (
        <Part title={text.explanation}>
          <Formulas text={mistake.explanation} />
        </Part>
      )}
      <Link href={paths.mistake(id)} className="justify-self-start text-sm text-brand hover:underline">
        {text.open}
      </Link>
    </div>
  )
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className="grid grid-cols-1 gap-1">
      <h3 className="text-xs font-semibold text-ink-2">{title}</h3>
      {children}
    </section>
  )
}
