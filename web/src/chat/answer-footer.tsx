import { CircleQuestionMark, Info, MessageSquareWarning, RotateCcw, ThumbsDown, ThumbsUp } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useSession } from '../session/session.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextArea } from '../ui/field.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { BranchSwitch } from './branch-switch.tsx'
import { useChatText } from './chat.text.ts'
import { giveFeedback, type Message, type Opinion } from './conversation.queries.ts'
import type { Talk } from './reply/talk.ts'
import { useBusy } from './reply/use-busy.ts'

// What not everybody opens is loaded when somebody does.
const AnswerDetails = lazy(async () => ({
  default: (await import('./composition/answer-details.tsx')).AnswerDetails,
}))
const CompositionDialog = lazy(async () => ({
  default: (await import('./composition/composition-dialog.tsx')).CompositionDialog,
}))

/** Below an answer: its versions, what one can do with it, and on demand what it took. */
export function AnswerFooter({ message, talk, last }: { message: Message; talk: Talk; last: boolean }) {
  const text = useChatText()
  const { user } = useSession()
  const [details, setDetails] = useState(false)
  const [why, setWhy] = useState(false)
  const [correcting, setCorrecting] = useState(false)
  const { answer, parent_id } = message
  const { conversationId } = talk.state
  const busy = useBusy(talk)
  const note = endNote(message, text)

  async function say(type: Opinion) {
    await giveFeedback(conversationId!, message.id, type).then(
      () => toast(text.feedbackThanks),
      talk.tellProblem,
    )
  }
  const opinion = answer?.feedback
  return (
    <footer>
      {note && <p className="mt-2 text-xs text-ink-3">{note}</p>}
      <div
        className={classNames(
          '-ml-2 flex flex-wrap items-center transition-opacity',
          !last && 'md:opacity-0 md:group-focus-within:opacity-100 md:group-hover:opacity-100',
        )}
      >
        <BranchSwitch message={message} talk={talk} />
        <CopyButton text={() => message.content} />
        {parent_id && (
          <IconButton
            label={text.regenerate}
            icon={<RotateCcw size={16} />}
            disabled={busy}
            onClick={() => void talk.regenerate(message.id, parent_id)}
          />
        )}
        {user && conversationId && (
          <>
            <IconButton
              label={text.like}
              aria-pressed={opinion === 'like'}
              icon={<ThumbsUp size={16} />}
              onClick={() => void say('like')}
            />
            <IconButton
              label={text.dislike}
              aria-pressed={opinion === 'dislike'}
              icon={<ThumbsDown size={16} />}
              onClick={() => void say('dislike')}
            />
            <IconButton
              label={text.correct}
              aria-pressed={opinion === 'correct'}
              icon={<MessageSquareWarning size={16} />}
              onClick={() => setCorrecting(true)}
            />
          </>
        )}
        {answer && !answer.imported && (
          <IconButton label={text.why} icon={<CircleQuestionMark size={16} />} onClick={() => setWhy(true)} />
        )}
        <IconButton
          label={text.details}
          aria-expanded={details}
          icon={<Info size={16} />}
          onClick={() => setDetails(!details)}
        />
      </div>
      {(details || why) && (
        <Suspense fallback={null}>
          {details && <AnswerDetails message={message} />}
          {why && <CompositionDialog messageId={message.id} onClose={() => setWhy(false)} />}
        </Suspense>
      )}
      {correcting && conversationId && (
        <Correction
          conversationId={conversationId}
          messageId={message.id}
          onClose={() => setCorrecting(false)}
        />
      )}
    </footer>
  )
}

function endNote({ status, answer }: Message, text: ReturnType<typeof useChatText>): string | null {
  if (status === 'stopped') return text.stopped
  if (answer?.finish_reason === 'length') return text.cutOff
  if (answer?.finish_reason === 'content_filter') return text.filtered
  return null
}

interface CorrectionProps {
  conversationId: string
  messageId: string
  onClose: () => void
}

function Correction({ conversationId, messageId, onClose }: CorrectionProps) {
  const text = useChatText()
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  async function send() {
    setBusy(true)
    try {
      await giveFeedback(conversationId, messageId, 'correct', comment.trim())
      toast(text.feedbackThanks)
      onClose()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  return (
    <Dialog title={text.feedbackTitle} open onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <TextArea
          label={text.comment}
          hint={text.feedbackHint}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          required
        />
        <ProblemNote error={error} />
        <Button kind="primary" type="submit" busy={busy} disabled={comment.trim() === ''}>
          {text.feedbackSend}
        </Button>
      </form>
    </Dialog>
  )
}
