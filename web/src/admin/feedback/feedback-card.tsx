import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { moment } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { useAdminText } from '../admin.text.ts'
import { UserName } from '../user-name.tsx'
import type { GivenFeedback } from './feedback.queries.ts'
import { useFeedbackText } from './feedback.text.ts'

const tones = { like: 'ok', dislike: 'danger', correct: 'warn' } as const

/** One opinion: who gave it, in which words, and what was asked and answered, as it was written. */
export function FeedbackCard({ given }: { given: GivenFeedback }) {
  const text = useFeedbackText()
  const shared = useAdminText()
  return (
    <article className="grid gap-2 rounded-md border border-line bg-raised p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Badge tone={tones[given.type]}>{text[given.type]}</Badge>
        <UserName id={given.user_id} nobody={shared.guest} />
        <Link href={paths.adminAgent(given.agent_id)} className="text-brand hover:underline">
          {given.agent_name}
        </Link>
        <span className="text-ink-3">
          {[given.agent_version !== null && text.version(given.agent_version), given.model]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <time dateTime={given.updated_at} className="ms-auto whitespace-nowrap text-ink-3">
          {moment(given.updated_at)}
        </time>
      </div>
      {given.comment && (
        <p className="text-sm font-semibold break-words whitespace-pre-wrap">{given.comment}</p>
      )}
      <details className="min-w-0 text-sm">
        <summary className="cursor-pointer py-1 text-ink-2">{firstOf(given.question)}</summary>
        <div className="grid gap-3 pt-2">
          <Part title={text.question} body={given.question} />
          <Part title={text.answer} body={given.answer} />
        </div>
      </details>
    </article>
  )
}

const summaryChars = 80

const firstOf = (question: string) => {
  const characters = [...question.replace(/\s+/g, ' ').trim()]
  return characters.length > summaryChars
    ? `${characters.slice(0, summaryChars).join('')}…`
    : characters.join('')
}

function Part({ title, body }: { title: string; body: string }) {
  return (
    <section className="min-w-0">
      <h2 className="text-xs text-ink-3">{title}</h2>
      <p className="break-words whitespace-pre-wrap">{body}</p>
    </section>
  )
}
