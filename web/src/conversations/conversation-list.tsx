import { useInfiniteQuery } from '@tanstack/react-query'
import { Archive, Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useSession } from '../session/session.ts'
import { Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { ConversationRow } from './conversation-row.tsx'
import { type Conversation, conversationsQuery } from './conversations.queries.ts'
import { useConversationsText } from './conversations.text.ts'

const SearchDialog = lazy(() => import('./search-dialog.tsx').then((module) => ({ default: module.SearchDialog })))

/** The sidebar's list: pinned ones first, then the recent, more of them while one scrolls. */
export function ConversationList() {
  const text = useConversationsText()
  const { state } = useSession()
  const [searching, setSearching] = useState(false)
  const [archived, setArchived] = useState(false)
  useShortcut({ keys: 'mod+k', label: text.search }, () => setSearching(true))
  if (state !== 'signed-in' && state !== 'lapsed') return null
  return (
    <div className="grid gap-2 pb-3">
      <button
        type="button"
        onClick={() => setSearching(true)}
        className="flex min-h-11 items-center gap-3 rounded-md px-3 text-sm text-ink-2 hover:bg-brand-soft md:min-h-9"
      >
        <Search size={16} />
        {text.search}
      </button>
      <Entries archived={archived} />
      <button
        type="button"
        onClick={() => setArchived(!archived)}
        className="flex min-h-11 items-center gap-3 rounded-md px-3 text-xs text-ink-3 hover:bg-brand-soft hover:text-ink md:min-h-8"
      >
        <Archive size={14} />
        {archived ? text.hideArchived : text.showArchived}
      </button>
      {searching && (
        <Suspense fallback={null}>
          <SearchDialog onClose={() => setSearching(false)} />
        </Suspense>
      )}
    </div>
  )
}

function Entries({ archived }: { archived: boolean }) {
  const text = useConversationsText()
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    conversationsQuery(archived),
  )
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const mark = end.current
    if (!mark || !hasNextPage || isFetchingNextPage) return
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && void fetchNextPage(), {
      rootMargin: '300px',
    })
    watch.observe(mark)
    return () => watch.disconnect()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  if (error && !data) return <ProblemNote error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton lines={5} className="px-3 py-2" />
  const all = data.pages.flatMap((page) => page.conversations)
  const pinned = archived ? [] : all.filter((one) => one.pinned)
  const others = archived ? all : all.filter((one) => !one.pinned)
  if (all.length === 0 && !archived) return <p className="px-3 py-2 text-xs text-ink-3">{text.empty}</p>
  return (
    <>
      {pinned.length > 0 && <Group title={text.pinned} conversations={pinned} />}
      <Group title={archived ? text.archived : text.recent} conversations={others} />
      <div ref={end} />
    </>
  )
}

function Group({ title, conversations }: { title: string; conversations: Conversation[] }) {
  if (conversations.length === 0) return null
  return (
    <section aria-label={title}>
      <h2 className="px-3 pb-1 text-2xs font-semibold text-ink-3">{title}</h2>
      <ul>
        {conversations.map((conversation) => (
          <ConversationRow key={conversation.id} conversation={conversation} />
        ))}
      </ul>
    </section>
  )
}
