import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { count, dateAlone } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Section } from '../../ui/page.tsx'
import { EmptyState, Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { useLearningText } from '../learning.text.ts'
import { evidenceQuery, type KnowledgePoint, masteryQuery, takeOut } from './progress.queries.ts'
import { useProgressText } from './progress.text.ts'

const tones = { insufficient: 'plain', weak: 'warn', improving: 'brand', mastered: 'ok' } as const
const percent = (share: number) => `${Math.round(share * 100)} %`

/** Knowledge points, each with its mastery or that there is not enough to say one. */
export function Mastery() {
  const text = useProgressText()
  const query = useInfiniteQuery(masteryQuery)
  const points = query.data?.pages.flatMap((page) => page.items)
  return (
    <Section title={text.mastery} lead={text.masteryLead}>
      {!points && !query.error && <Skeleton lines={4} />}
      {points?.length === 0 && <EmptyState title={text.noMastery}>{text.noMasteryHow}</EmptyState>}
      <ul aria-label={text.mastery} className="grid grid-cols-1 border-t border-line empty:hidden">
        {points?.map((point) => (
          <Point key={point.id} point={point} />
        ))}
      </ul>
      <LoadMore {...query} />
    </Section>
  )
}

function Point({ point }: { point: KnowledgePoint }) {
  const text = useProgressText()
  const names = useLearningText()
  const [open, setOpen] = useState(false)
  const { id, name, subject, status, mastery, interval, evidence_count } = point
  return (
    <li className="grid grid-cols-1 gap-2 border-b border-line py-3 text-sm">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="grid min-w-0 gap-1">
          <span className="font-semibold wrap-anywhere">{name}</span>
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
            <Badge tone={tones[status]}>{text[status]}</Badge>
            <span>{names[subject]}</span>
            {mastery !== null && <span>{text.share(percent(mastery))}</span>}
            {interval && <span>{text.between(percent(interval.low), percent(interval.high))}</span>}
            <span>{text.evidenceCount(count(evidence_count))}</span>
          </span>
        </div>
        <Button kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? text.hideEvidence : text.showEvidence}
        </Button>
      </div>
      {open && <Evidence id={id} name={name} />}
    </li>
  )
}

function Evidence({ id, name }: { id: string; name: string }) {
  const text = useProgressText()
  const query = useInfiniteQuery(evidenceQuery(id))
  const { act, busy, error } = useAct()
  const items = query.data?.pages.flatMap((page) => page.items)
  return (
    <div className="grid grid-cols-1 gap-2">
      {!items && !query.error && <Skeleton lines={2} />}
      {items?.length === 0 && <p className="text-ink-2">{text.noEvidence}</p>}
      <ProblemNote error={error} />
      <ul aria-label={text.evidence(name)} className="grid empty:hidden">
        {items?.map(({ id: event, day, result, judged_by, assisted }) => (
          <li
            key={event}
            className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-1"
          >
            <span>
              {[dateAlone(day), text[result], text[judged_by], assisted && text.assisted]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <Button
              kind="quiet"
              disabled={busy}
              onClick={() =>
                void act(async () => {
                  await takeOut(id, event)
                  toast(text.takenOut)
                })
              }
            >
              {text.takeOut}
            </Button>
          </li>
        ))}
      </ul>
      <LoadMore {...query} />
    </div>
  )
}
