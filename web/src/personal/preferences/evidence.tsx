import { useQuery } from '@tanstack/react-query'
import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { useState } from 'react'
import { paths } from '../../routes.ts'
import { Skeleton } from '../../ui/placeholder.tsx'
import { TextLink } from '../../ui/text-link.tsx'
import { evidenceQuery } from './preferences.queries.ts'
import { usePreferencesText } from './preferences.text.ts'

/** The rated answers that a preference rests on, looked up when somebody wants to see them. */
export function Evidence({ ids }: { ids: readonly string[] }) {
  const text = usePreferencesText()
  const [open, setOpen] = useState(false)
  return (
    <details className="text-xs text-ink-2" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-8 w-fit py-1">{text.evidence(ids.length)}</summary>
      {open && (
        <ul className="grid gap-2 border-l-2 border-line pl-3">
          {ids.map((id) => (
            <Rated key={id} id={id} />
          ))}
        </ul>
      )}
    </details>
  )
}

function Rated({ id }: { id: string }) {
  const text = usePreferencesText()
  const { data, isPending } = useQuery(evidenceQuery(id))
  if (isPending)
    return (
      <li>
        <Skeleton lines={1} />
      </li>
    )
  if (!data) return <li className="text-ink-3">{text.gone}</li>
  const liked = data.answer?.feedback === 'like'
  return (
    <li className="flex items-start gap-2">
      {liked ? (
        <ThumbsUp size={14} className="mt-1 shrink-0" />
      ) : (
        <ThumbsDown size={14} className="mt-1 shrink-0" />
      )}
      <div className="min-w-0">
        <p className="line-clamp-2 wrap-anywhere">{data.content}</p>
        {data.answer?.feedback_comment && (
          <p className="wrap-anywhere text-ink">{data.answer.feedback_comment}</p>
        )}
        <TextLink to={paths.message(data.conversation_id, id)}>{text.open}</TextLink>
      </div>
    </li>
  )
}
