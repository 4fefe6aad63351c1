import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { History, SquarePen } from 'lucide-react'
import { useCallback, useEffect, useRef } from 'react'
import { useLocation, useParams } from 'wouter'
import { paths } from '../../routes.ts'
import { Button } from '../../ui/button.tsx'
import { LoadMore } from '../../ui/load-more.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Page } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { pairsQuery, sessionsQuery } from './ask.queries.ts'
import { useAskText } from './ask.text.ts'
import { AskForm } from './ask-form.tsx'
import { LivePair, Pair } from './pair.tsx'
import { useTutor } from './use-tutor.ts'

/** One session with the tutor: what was asked and answered, and the next question below it. */
export function AskPage() {
  const text = useAskText()
  const { id } = useParams<{ id?: string }>()
  const [, go] = useLocation()
  const { data: sessions } = useQuery(sessionsQuery)
  const onSession = useCallback((session: string) => go(paths.tutor(session), { replace: true }), [go])
  const tutor = useTutor(onSession)
  const { follow } = tutor
  const query = useInfiniteQuery({ ...pairsQuery(id ?? ''), enabled: id !== undefined })
  const pairs = query.data?.pages.flatMap((page) => page.items).reverse() ?? []
  const end = useRef<HTMLDivElement>(null)

  // An answer that was under way when the page was opened is read on.
  const last = pairs.at(-1)
  const pending =
    last && last.answer === null && ['asked', 'begun'].includes(last.question.status)
      ? last.question
      : undefined
  const { live } = tutor
  useEffect(() => {
    if (pending && !live) void follow(pending.content, pending.reply_id)
    // Once for each answer: one that is refused is not asked for again and again.
  }, [pending?.reply_id])
  useEffect(() => {
    if (live?.replyId === null || last) end.current?.scrollIntoView({ block: 'nearest' })
  }, [live?.replyId, last?.question.id])

  const shown = pairs.filter(({ question }) => question.reply_id !== live?.replyId)
  return (
    <Page
      title={text.title}
      lead={text.lead}
      actions={
        <>
          {sessions && sessions.length > 0 && (
            <Menu
              label={text.earlier}
              icon={<History size={16} />}
              items={sessions.map((session) => ({
                label: session.title,
                onSelect: () => go(paths.tutor(session.id)),
              }))}
            />
          )}
          {id && (
            <Button icon={<SquarePen size={16} />} onClick={() => go(paths.tutor())}>
              {text.fresh}
            </Button>
          )}
        </>
      }
    >
      {id && !query.data && !query.error && !live && <Skeleton lines={6} />}
      {id && <LoadMore {...query} />}
      {(shown.length > 0 || live) && (
        <section aria-label={text.messages} className="grid grid-cols-1 gap-6">
          {shown.map((pair) => (
            <Pair
              key={pair.question.id}
              pair={pair}
              onReveal={() =>
                void tutor.ask({
                  content: text.revealAsk,
                  session_id: pair.question.session_id,
                  reveal: true,
                  subject: pair.question.subject,
                })
              }
            />
          ))}
          {live && <LivePair live={live} onStop={() => void tutor.stop()} />}
        </section>
      )}
      <ProblemNote error={tutor.error} />
      <div ref={end} />
      <AskForm
        key={id ?? 'new'}
        busy={live !== null}
        onAsk={(question) => tutor.ask({ ...question, ...(id && { session_id: id }) })}
      />
    </Page>
  )
}
