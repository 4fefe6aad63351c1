import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation, useParams } from 'wouter'
import { paths } from '../../routes.ts'
import { dateAlone } from '../../text/format.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { Formulas } from '../formulas.tsx'
import { useLearningText } from '../learning.text.ts'
import { Photos } from '../photos.tsx'
import { MistakeEditor } from './mistake-editor.tsx'
import { StatusBadge } from './mistake-row.tsx'
import { deleteMistake, type Mistake, mistakeQuery, reviewsQuery, similarQuery } from './notebook.queries.ts'
import { useNotebookText } from './notebook.text.ts'
import { Practise } from './practise.tsx'

export function MistakePage() {
  const { id } = useParams<{ id: string }>()
  const text = useNotebookText()
  const [, go] = useLocation()
  if (id === 'new')
    return (
      <Page title={text.newTitle} lead={<Back />}>
        <MistakeEditor
          onSaved={(mistake) => {
            toast(text.created)
            go(paths.mistake(mistake.id), { replace: true })
          }}
        />
      </Page>
    )
  return <OneMistake key={id} id={id} />
}

function OneMistake({ id }: { id: string }) {
  const text = useNotebookText()
  const { data: mistake, error, refetch } = useQuery(mistakeQuery(id))
  const [editing, setEditing] = useState(false)
  return (
    <Page
      title={mistake?.title ?? text.title}
      lead={<Back />}
      actions={mistake && !editing && <Button onClick={() => setEditing(true)}>{text.edit}</Button>}
    >
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!mistake && !error && <Skeleton lines={10} />}
      {mistake && editing && (
        <MistakeEditor
          mistake={mistake}
          onCancel={() => setEditing(false)}
          onSaved={() => {
            toast(text.saved)
            setEditing(false)
          }}
        />
      )}
      {mistake && !editing && (
        <>
          <Shown mistake={mistake} />
          <Practise mistake={mistake} />
          <Memory mistake={mistake} />
          <Similar id={id} />
          <Remove mistake={mistake} />
        </>
      )}
    </Page>
  )
}

function Shown({ mistake }: { mistake: Mistake }) {
  const text = useNotebookText()
  const names = useLearningText()
  const parts: [string, string | null][] = [
    [text.own, mistake.student_answer],
    [text.correct, mistake.correct_answer],
    [text.explanation, mistake.explanation],
    [text.notes, mistake.notes],
  ]
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
        <StatusBadge of={mistake} />
        <span>{names[mistake.subject]}</span>
        <span>{text.level(String(mistake.difficulty_level))}</span>
        <span className="wrap-anywhere">{[...mistake.knowledge_points, ...mistake.tags].join(' · ')}</span>
      </p>
      <Formulas text={mistake.question_content} />
      {mistake.file_ids.length > 0 && <Photos ids={mistake.file_ids} />}
      {parts.map(
        ([title, value]) =>
          value && (
            <section key={title} className="grid grid-cols-1 gap-1">
              <h2 className="text-xs font-semibold text-ink-2">{title}</h2>
              <Formulas text={value} />
            </section>
          ),
      )}
    </div>
  )
}

function Memory({ mistake: { id, card, total_reviews } }: { mistake: Mistake }) {
  const text = useNotebookText()
  const query = useInfiniteQuery({ ...reviewsQuery(id), enabled: total_reviews > 0 })
  const reviews = query.data?.pages.flatMap((page) => page.items)
  const words = { correct: text.reviewCorrect, partial: text.reviewPartial, incorrect: text.reviewIncorrect }
  return (
    <Section title={text.memory} lead={card.reason}>
      <p className="text-sm">{text.remembered(`${Math.round(card.retrievability * 100)} %`)}</p>
      {total_reviews === 0 && <p className="text-sm text-ink-2">{text.noReviews}</p>}
      {reviews && (
        <ul aria-label={text.reviews} className="grid text-sm">
          {reviews.map((one) => (
            <li key={one.id} className="flex flex-wrap justify-between gap-x-4 border-t border-line py-2">
              <span>
                {dateAlone(one.review_date)} · {words[one.review_result]}
                {one.voided_at && ` (${text.withdrawn})`}
              </span>
              <span className="text-ink-2">{text.due(dateAlone(one.next_review_date))}</span>
            </li>
          ))}
        </ul>
      )}
      {total_reviews > 0 && <LoadMore {...query} />}
    </Section>
  )
}

function Similar({ id }: { id: string }) {
  const text = useNotebookText()
  const { data: similar } = useQuery(similarQuery(id))
  if (!similar?.length) return null
  return (
    <Section title={text.similar}>
      <ul className="grid gap-1 text-sm">
        {similar.map(({ mistake }) => (
          <li key={mistake.id}>
            <Link
              href={paths.mistake(mistake.id)}
              className="flex min-h-11 items-center text-brand wrap-anywhere hover:underline md:min-h-8"
            >
              {mistake.title}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function Remove({ mistake }: { mistake: Mistake }) {
  const text = useNotebookText()
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
            await deleteMistake(mistake.id)
            toast(text.removed)
            go(paths.notebook())
          }}
        >
          <p>{text.removeWhat}</p>
        </AskFirst>
      )}
    </div>
  )
}

function Back() {
  const text = useNotebookText()
  return (
    <Link href={paths.notebook()} className="text-brand hover:underline">
      ← {text.back}
    </Link>
  )
}
