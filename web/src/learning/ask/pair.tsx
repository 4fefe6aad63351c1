import { BookmarkPlus, Square, ThumbsDown, ThumbsUp } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { count } from '../../text/format.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ThinkingMoon } from '../../ui/moon.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAct } from '../../ui/use-act.ts'
import { Formulas } from '../formulas.tsx'
import { answered, keepAsMistake, rateAnswer, type TutorPair } from './ask.queries.ts'
import { useAskText } from './ask.text.ts'
import type { LiveAnswer } from './live-answer.ts'
import { mistakeThatExists } from './use-tutor.ts'

/** A question with its answer, and what can be done with them. */
export function Pair({ pair: { question, answer }, onReveal }: { pair: TutorPair; onReveal: () => void }) {
  const text = useAskText()
  const { act, busy, error } = useAct()
  const [keptId, setKeptId] = useState<string>()
  const isKept = mistakeThatExists(error)
  const invalid = answer?.latex.invalid.length ?? 0
  return (
    <article className="grid grid-cols-1 gap-3">
      <Question text={question.content} attempt={question.student_attempt} />
      {answer ? (
        <section aria-label={text.tutor} className="grid grid-cols-1 gap-2">
          <Formulas text={answer.content} />
          {invalid > 0 && <p className="text-xs text-warn">{text.badFormulas(count(invalid))}</p>}
          {answer.guidance.guarded && !answer.guidance.revealed && (
            <p className="flex flex-wrap items-center gap-3 text-sm text-ink-2">
              {text.held}
              <Button small onClick={onReveal}>
                {text.reveal}
              </Button>
            </p>
          )}
          <div className="flex flex-wrap items-center gap-1">
            {keptId ? (
              <Link href={paths.mistake(keptId)} className="px-3 text-sm text-brand hover:underline">
                {text.kept}
              </Link>
            ) : (
              <Button
                kind="quiet"
                small
                icon={<BookmarkPlus size={16} />}
                busy={busy}
                disabled={isKept}
                onClick={() => void act(async () => setKeptId(await keepAsMistake(question.id)))}
              >
                {isKept ? text.keptBefore : text.keep}
              </Button>
            )}
            {([5, 1] as const).map((rating) => (
              <IconButton
                key={rating}
                label={rating === 5 ? text.helpful : text.unhelpful}
                icon={rating === 5 ? <ThumbsUp size={16} /> : <ThumbsDown size={16} />}
                disabled={busy}
                aria-pressed={answer.user_rating === rating}
                onClick={() =>
                  void act(async () => {
                    await rateAnswer(question.id, rating)
                    await answered(question.session_id)
                    toast(text.thanks)
                  })
                }
              />
            ))}
          </div>
          {!isKept && <ProblemNote error={error} />}
        </section>
      ) : (
        <p className="text-sm text-ink-2">{text.noAnswer}</p>
      )}
    </article>
  )
}

/** The answer as it comes. */
export function LivePair({ live, onStop }: { live: LiveAnswer; onStop: () => void }) {
  const text = useAskText()
  return (
    <article className="grid grid-cols-1 gap-3" aria-busy={!live.ended}>
      <Question text={live.question} attempt={null} />
      <section aria-label={text.tutor} className="grid grid-cols-1 gap-2">
        {live.text ? (
          <Formulas text={live.text} streaming={!live.ended} />
        ) : (
          <p className="flex min-h-8 items-center text-sm text-ink-2">
            {live.queued ? text.queued(count(live.queued)) : <ThinkingMoon label={text.thinking} />}
          </p>
        )}
        {!live.ended && (
          <Button
            small
            className="justify-self-start"
            icon={<Square size={12} fill="currentColor" />}
            disabled={!live.replyId}
            onClick={onStop}
          >
            {text.stop}
          </Button>
        )}
      </section>
    </article>
  )
}

function Question({ text: question, attempt }: { text: string; attempt: string | null }) {
  const text = useAskText()
  return (
    <section
      aria-label={text.you}
      className="grid max-w-[85%] grid-cols-1 gap-2 justify-self-end rounded-lg bg-brand-soft px-4 py-2"
    >
      <Formulas text={question} />
      {attempt && (
        <div className="border-t border-line pt-2 text-sm">
          <Formulas text={attempt} />
        </div>
      )}
    </section>
  )
}
