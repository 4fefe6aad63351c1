import { count, duration, money } from '../../text/format.ts'
import { ProblemNote } from '../../ui/problem-note.tsx'
import type { Turn } from './trial.ts'
import { isRunning } from './trial.ts'
import { useTryText } from './try-it.text.ts'

/** The text stands as the model wrote it: who edits a prompt wants to see its signs. */
export function TrialTurn({ turn }: { turn: Turn }) {
  const text = useTryText()
  return (
    <article className="grid gap-2 text-sm">
      <p className="rounded-md bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
        <span className="sr-only">{text.asked}: </span>
        {turn.question}
      </p>
      {turn.reasoning && (
        <details>
          <summary className="min-h-8 py-1 text-ink-3">{text.thoughts}</summary>
          <p className="border-l-2 border-line pl-3 break-words whitespace-pre-wrap text-ink-2">
            {turn.reasoning}
          </p>
        </details>
      )}
      {turn.text && (
        <p className="px-3 break-words whitespace-pre-wrap">
          <span className="sr-only">{text.answered}: </span>
          {turn.text}
        </p>
      )}
      <ProblemNote error={turn.error} />
      <p role="status" className="flex flex-wrap gap-x-4 px-3 text-xs text-ink-3">
        {stateOf(turn, text)}
      </p>
      {!isRunning(turn) && turn.state !== 'failed' && <Figures turn={turn} />}
    </article>
  )
}

function stateOf({ state, position, firstAt }: Turn, text: ReturnType<typeof useTryText>) {
  if (state === 'queued' && position) return text.queued(position)
  if (state === 'waiting' || state === 'queued') return text.waiting
  if (state === 'answering') return firstAt === undefined ? text.waiting : text.answering
  if (state === 'stopped') return text.stopped
  return state === 'done' && text.done
}

function Figures({ turn: { end, askedAt, firstAt, endedAt } }: { turn: Turn }) {
  const text = useTryText()
  const usage = end?.usage
  const facts = [
    end?.model && `${text.model} ${end.model}`,
    end?.cached && text.from,
    usage && text.tokens(count(usage.prompt_tokens), count(usage.completion_tokens)),
    typeof usage?.cost === 'number' && money(usage.cost),
    firstAt !== undefined && text.firstAfter(duration(firstAt - askedAt)),
    endedAt !== undefined && text.took(duration(endedAt - askedAt)),
  ]
  return <p className="px-3 text-xs break-words text-ink-3">{facts.filter(Boolean).join(' · ')}</p>
}
