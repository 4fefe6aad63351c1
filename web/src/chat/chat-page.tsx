import { ProblemError } from '@lingzhi/api-client'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useLocation, useParams } from 'wouter'
import { paths } from '../routes.ts'
import { personOf, useSession } from '../session/session.ts'
import { useTitle } from '../ui/page.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { TextLink } from '../ui/text-link.tsx'
import { AgentPicker, useAgentChoice } from './agent-picker.tsx'
import { preloadMarkdown } from './answer.tsx'
import { useChatText } from './chat.text.ts'
import { Composer } from './composer.tsx'
import { conversationQuery } from './conversation.queries.ts'
import { GuestHint } from './guest-hint.tsx'
import { MessageList } from './message-list.tsx'
import { forgetNewTalk, talkOf } from './reply/talk.ts'
import { StatusLine } from './status-line.tsx'
import { useRows } from './use-rows.ts'

const none: never[] = []

/** A new chat, or a conversation: what was said, what is being answered, and the box to write in. */
export function ChatPage() {
  const { id = null } = useParams<{ id?: string }>()
  const [, go] = useLocation()
  const text = useChatText()
  const talk = talkOf(id)
  const { live, problem, aliases, conversationId } = useSyncExternalStore(talk.subscribe, () => talk.state)
  const { data, error, refetch } = useQuery({ ...conversationQuery(id ?? ''), enabled: id !== null })
  const choice = useAgentChoice()
  useSession()
  const [temporary, setTemporary] = useState(false)
  const gone = error instanceof ProblemError && error.status === 404 && !live
  useTitle(gone ? text.notFound : data?.detail.title || text.newChat)

  // The first answer of a new chat has given it an id.
  useEffect(() => {
    if (id !== null || !conversationId) return
    forgetNewTalk()
    go(paths.conversation(conversationId), { replace: true })
  }, [id, conversationId, go])

  useEffect(() => () => talk.leave(), [talk])
  useEffect(preloadMarkdown, [])

  // A reply that another tab has begun, or that was under way when the page was loaded.
  const unfinished = data?.detail.unfinished_replies.at(-1)?.reply_id
  useEffect(() => {
    if (unfinished && !live) talk.follow(unfinished)
  }, [unfinished, live, talk])

  useShortcut({ keys: 'Escape', label: text.stop }, () => void talk.stop())

  const messages = data?.messages ?? none
  const rows = useRows({ messages, failed: data?.detail.failed_answers ?? none, live, aliases })
  const isNew = id === null && !live

  return (
    <div className="flex h-full flex-col">
      {gone ? (
        <div className="grid flex-1 place-content-center justify-items-center gap-2 p-6 text-center">
          <h1 className="text-lg font-semibold">{text.notFound}</h1>
          <p className="text-sm text-ink-2">{text.notFoundWhat}</p>
          <TextLink to={paths.home()}>{text.newChat}</TextLink>
        </div>
      ) : isNew ? (
        <div className="grid min-h-0 flex-1 content-end justify-items-center gap-6 overflow-y-auto px-4 pt-10 pb-8 md:content-center">
          <h1 className="text-center text-2xl font-semibold text-balance">{text.hello}</h1>
          <AgentPicker choice={choice} temporary={temporary} onTemporary={setTemporary} />
        </div>
      ) : rows.length === 0 && !error ? (
        <Skeleton className="mx-auto w-full max-w-176 flex-1 content-start px-4 py-10" lines={6} />
      ) : (
        <MessageList key={data?.detail.id ?? 'new'} rows={rows} talk={talk} earlier={data?.earlier ?? null} />
      )}
      {error && !gone && (
        <div className="mx-auto w-full max-w-176 px-4 py-2">
          <ProblemNote error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {/* No box under what is not there: nothing could be sent to it. */}
      <div
        hidden={gone}
        className="mx-auto w-full max-w-176 shrink-0 px-4 pb-[max(1rem,env(safe-area-inset-bottom))]"
      >
        <StatusLine live={live} problem={problem} onDismiss={talk.forgetProblem} />
        <Composer
          key={`${personOf()} ${id ?? 'new'}`}
          place={id ?? 'new'}
          live={live}
          lastQuestion={messages.findLast(({ role }) => role === 'user')?.content}
          onSend={(question, files) =>
            void talk.ask({ text: question, agentId: choice.agentId, temporary, files })
          }
          onStop={() => void talk.stop()}
        />
        <GuestHint conversationId={id} />
      </div>
    </div>
  )
}
