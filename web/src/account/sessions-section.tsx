import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ago, day } from '../text/format.ts'
import { AskFirst } from '../ui/ask-first.tsx'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { endOtherSessions, endSession, ownSessions } from './account.queries.ts'
import { useAccountText } from './account.text.ts'

export function SessionsSection() {
  const text = useAccountText()
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(ownSessions)
  const [asking, setAsking] = useState(false)
  const end = useMutation({ mutationFn: endSession, onSuccess: () => toast(text.oneEnded) })
  const sessions = data?.pages.flatMap((page) => page.sessions) ?? []
  return (
    <Section
      id="sessions"
      title={text.sessions}
      lead={text.sessionsLead}
      actions={sessions.length > 1 && <Button onClick={() => setAsking(true)}>{text.endOthers}</Button>}
    >
      <ProblemNote error={error} onRetry={refetch} />
      <ProblemNote error={end.error} />
      {!data && !error && <Skeleton lines={3} />}
      <ul className="divide-y divide-line">
        {sessions.map(({ id, device, user_agent, address, last_used_at, created_at, current }) => (
          <li key={id} className="flex items-center justify-between gap-4 py-2 text-sm">
            <div className="min-w-0" title={user_agent}>
              <span className="font-semibold">{device}</span>
              {current && (
                <span className="ml-2 rounded-sm bg-brand-soft px-1.5 text-xs text-brand-ink">
                  {text.thisDevice}
                </span>
              )}
              <p className="text-xs text-ink-2">
                {text.lastUsed(ago(last_used_at), address)} · {text.since(day(created_at))}
              </p>
            </div>
            {!current && (
              <Button
                small
                aria-label={text.endSessionOf(device)}
                busy={end.isPending && end.variables === id}
                onClick={() => end.mutate(id)}
              >
                {text.endSession}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button className="justify-self-start" busy={isFetchingNextPage} onClick={() => fetchNextPage()}>
          {text.more}
        </Button>
      )}
      {asking && (
        <AskFirst
          danger
          title={text.endOthers}
          act={text.endOthers}
          onAct={async () => toast(text.ended(await endOtherSessions()))}
          onClose={() => setAsking(false)}
        >
          {text.endOthersWhat}
        </AskFirst>
      )}
    </Section>
  )
}
