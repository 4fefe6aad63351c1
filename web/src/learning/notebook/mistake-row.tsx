import { Star } from 'lucide-react'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { dateAlone } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAct } from '../../ui/use-act.ts'
import { useLearningText } from '../learning.text.ts'
import { changeMistake, type Mistake } from './notebook.queries.ts'
import { useNotebookText } from './notebook.text.ts'

const tones = { learning: 'plain', reviewing: 'brand', mastered: 'ok', forgotten: 'warn' } as const

/** How far a mistake is, in a word. */
export function StatusBadge({ of: { mastery_status } }: { of: Pick<Mistake, 'mastery_status'> }) {
  const names = useLearningText()
  return <Badge tone={tones[mastery_status]}>{names[mastery_status]}</Badge>
}

export function MistakeRow({ mistake }: { mistake: Mistake }) {
  const text = useNotebookText()
  const names = useLearningText()
  const { act, busy, error } = useAct()
  return (
    <li className="grid grid-cols-1 gap-1 border-b border-line py-2">
      <div className="flex items-start gap-2">
        <div className="grid min-w-0 flex-1 gap-1 py-2">
          <Link
            href={paths.mistake(mistake.id)}
            className="line-clamp-2 font-semibold wrap-anywhere hover:text-brand hover:underline"
          >
            {mistake.title}
          </Link>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-ink-2">
            <StatusBadge of={mistake} />
            <span>{names[mistake.subject]}</span>
            <span>{text.due(dateAlone(mistake.next_review_date))}</span>
            <span className="wrap-anywhere">{mistake.knowledge_points.slice(0, 3).join(' · ')}</span>
          </p>
        </div>
        <IconButton
          label={mistake.starred ? text.unstar : text.star}
          aria-pressed={mistake.starred}
          icon={<Star size={16} fill={mistake.starred ? 'currentColor' : 'none'} />}
          disabled={busy}
          onClick={() => void act(() => changeMistake(mistake.id, { starred: !mistake.starred }))}
        />
      </div>
      <ProblemNote error={error} />
    </li>
  )
}
