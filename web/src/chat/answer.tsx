import { RotateCcw } from 'lucide-react'
import { lazy, memo, Suspense } from 'react'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { ThinkingMoon } from '../ui/moon.tsx'
import { AnswerFooter } from './answer-footer.tsx'
import { useChatText } from './chat.text.ts'
import type { FailedAnswer, Message } from './conversation.queries.ts'
import { Reasoning } from './reasoning.tsx'
import type { Live } from './reply/live.ts'
import type { Talk } from './reply/talk.ts'
import { ToolSteps } from './tools/tool-steps.tsx'

const loadMarkdown = () => import('../markdown/render.tsx')
const Markdown = lazy(() => loadMarkdown().then((module) => ({ default: module.Markdown })))

/** So that it is there before the first answer is. */
export const preloadMarkdown = () => void loadMarkdown().catch(() => {})

/** An answer that the server keeps. */
export const Answer = memo(function Answer({
  message,
  talk,
  last,
  sought,
}: {
  message: Message
  talk: Talk
  last: boolean
  sought: boolean
}) {
  const text = useChatText()
  return (
    <article
      aria-label={text.answer}
      className={classNames('group pb-4', sought && 'rounded-md outline-2 outline-offset-4 outline-focus')}
    >
      <Reasoning id={message.id} text={message.reasoning} thinking={false} />
      {message.parts && <ToolSteps parts={message.parts} />}
      <Prose text={message.content} streaming={false} />
      <AnswerFooter message={message} talk={talk} last={last} />
    </article>
  )
})

/** The answer as it comes. */
export function LiveAnswer({ live }: { live: Live }) {
  const text = useChatText()
  const waiting = live.text === '' && live.before === ''
  return (
    <article aria-label={text.answer} aria-busy={live.phase !== 'ended'} className="pb-4">
      <Reasoning id={live.key} text={live.reasoning} thinking={live.phase === 'thinking'} />
      {live.tools.length > 0 && <ToolSteps parts={live.tools} live={live.phase !== 'ended'} />}
      {waiting && live.phase !== 'ended' && (
        <p className="flex h-8 items-center">
          <ThinkingMoon label={live.phase === 'sending' ? text.sending : text.thinking} />
        </p>
      )}
      {/* What a lost worker had written stays, faded, until the new text has overtaken it: nothing goes blank. */}
      {live.before ? (
        <div className="opacity-40">
          <Prose text={live.before} streaming />
        </div>
      ) : (
        <Prose text={live.text} streaming={live.phase !== 'ended'} />
      )}
      <div className="h-11 md:h-8" />
    </article>
  )
}

/** An answer that broke off, with what it had said and why. */
export function FailedNote({ answer, talk }: { answer: FailedAnswer; talk: Talk }) {
  const text = useChatText()
  const { id, parent_id, content, reasoning, message } = answer
  return (
    <article aria-label={text.answer} className="grid grid-cols-1 gap-2 pb-4">
      <Reasoning id={id} text={reasoning} thinking={false} />
      {content && <Prose text={content} streaming={false} />}
      <div
        role="alert"
        className="flex flex-wrap items-center justify-between gap-3 rounded-md border border-danger px-4 py-2 text-sm"
      >
        <span>
          <strong className="font-semibold">{text.failed}</strong>
          {message && <> · {message}</>}
        </span>
        {parent_id && (
          <Button small icon={<RotateCcw size={14} />} onClick={() => void talk.regenerate(id, parent_id)}>
            {text.tryAgain}
          </Button>
        )}
      </div>
    </article>
  )
}

/** Until the part of the page that knows Markdown is there, the text is shown as it is. */
function Prose({ text, streaming }: { text: string; streaming: boolean }) {
  if (!text) return null
  return (
    <Suspense fallback={<div className="whitespace-pre-wrap wrap-anywhere">{text}</div>}>
      <Markdown text={text} streaming={streaming} />
    </Suspense>
  )
}
