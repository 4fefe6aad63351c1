import { useQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { count, dateAlone } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { Moon } from '../../ui/moon.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import type { Deck } from './deck.ts'
import { beginDeck, doneOf, putOff, refill, review, takeBack } from './deck.ts'
import {
  type NewReview,
  type ReviewTask,
  recordReview,
  takeReviewBack,
  todayQuery,
} from './review.queries.ts'
import { useReviewText } from './review.text.ts'
import { ReviewCard } from './review-card.tsx'

/** What is due today, one card at a time: made for a thumb. */
export function ReviewPage() {
  const text = useReviewText()
  const { data: today, error, refetch } = useQuery(todayQuery)
  const [deck, setDeck] = useState<Deck<ReviewTask>>()
  useEffect(() => {
    if (today) setDeck((before) => (before ? refill(before, today.tasks) : beginDeck(today.tasks)))
  }, [today])
  return (
    <Page title={text.title} lead={text.lead}>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!deck && !error && <Skeleton lines={8} />}
      {deck && <Shown deck={deck} onChange={setDeck} />}
    </Page>
  )
}

function Shown({ deck, onChange }: { deck: Deck<ReviewTask>; onChange: (deck: Deck<ReviewTask>) => void }) {
  const text = useReviewText()
  const { act, busy, error } = useAct()
  const [card] = deck.left
  const last = deck.reviewed.at(-1)
  const total = deck.left.length + deck.reviewed.length

  const rate = (task: ReviewTask, body: NewReview) =>
    act(async () => {
      const { next_review_date } = await recordReview(task.mistake_id, body)
      toast(text.next(dateAlone(next_review_date)))
      onChange(review(deck, body.review_result === 'correct'))
    })
  const undo = () =>
    act(async () => {
      if (!last) return
      await takeReviewBack(last.mistakeId)
      toast(text.undone)
      onChange(takeBack(deck))
    })

  if (total === 0)
    return (
      <EmptyState title={text.noneTitle}>
        <p>{text.noneWhat}</p>
        <ToNotebook />
      </EmptyState>
    )
  return (
    <div className="grid grid-cols-1 gap-4">
      <Progress deck={deck} />
      {card ? (
        <ReviewCard
          key={card.mistake_id}
          task={card}
          busy={busy}
          onRate={(body) => void rate(card, body)}
          onLater={deck.left.length > 1 ? () => onChange(putOff(deck)) : undefined}
        />
      ) : (
        <Done deck={deck} />
      )}
      <ProblemNote error={error} />
      {last && (
        <Button
          kind="quiet"
          className="justify-self-start"
          icon={<Undo2 size={16} />}
          busy={busy}
          onClick={() => void undo()}
        >
          {text.undo}
        </Button>
      )}
    </div>
  )
}

function Progress({ deck }: { deck: Deck<ReviewTask> }) {
  const text = useReviewText()
  const percent = Math.round(doneOf(deck) * 100)
  return (
    <div className="grid gap-1">
      <div
        role="progressbar"
        aria-label={text.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full rounded-full bg-brand transition-[width] duration-240"
          style={{ width: `${percent}%` }}
        />
      </div>
      <p className="text-xs text-ink-2">
        {text.left(count(deck.left.length), count(deck.left.length + deck.reviewed.length))}
      </p>
    </div>
  )
}

function Done({ deck: { reviewed } }: { deck: Deck<ReviewTask> }) {
  const text = useReviewText()
  return (
    <div className="grid animate-appear justify-items-center gap-3 rounded-lg border border-line bg-raised px-6 py-10 text-center">
      <Moon phase={1} size={56} />
      <p className="text-lg font-semibold">{text.doneTitle}</p>
      <p className="text-sm text-ink-2">
        {text.doneWhat(count(reviewed.filter(({ passed }) => passed).length), count(reviewed.length))}
      </p>
      <ToNotebook />
    </div>
  )
}

function ToNotebook() {
  const text = useReviewText()
  return (
    <Link href={paths.notebook()} className="text-sm text-brand hover:underline">
      {text.toNotebook}
    </Link>
  )
}
