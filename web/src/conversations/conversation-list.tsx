import { useInfiniteQuery } from '@tanstack/react-query'
import { Archive, Search } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { paths } from '../routes.ts'
import { useGuestConversations } from '../session/guest-conversations.ts'
import { useSession } from '../session/session.ts'
import { Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useShortcut } from '../ui/shortcuts.ts'
import { ConversationRow } from './conversation-row.tsx'
import { type Conversation, conversationsQuery } from './conversations.queries.ts'
import { useConversationsText } from './conversations.text.ts'

const SearchDialog = lazy(() =>
  import('./search-dialog.tsx').then((module) => ({ default: module.SearchDialog })),
)

/** The sidebar's list: pinned ones first, then the recent, more of them while one scrolls. */
export function ConversationList() {
  const text = useConversationsText()
  const { state } = useSession()
  const [searching, setSearching] = useState(false)
  const [archived, setArchived] = useState(false)
  useShortcut({ keys: 'mod+k', label: text.search }, () => setSearching(true))
  if (state === 'guest') return <GuestEntries />
  if (state === 'starting') return null
  return (
    <div className="grid grid-cols-1 gap-2 pb-3">
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

/** What this tab's guest has begun: the way back to it, as long as it is there. */
function GuestEntries() {
  const text = useConversationsText()
  const [at] = useLocation()
  const conversations = useGuestConversations()
  if (conversations.length === 0) return null
  return (
    <section aria-label={text.guestList}>
      <h2 className="px-3 pb-1 text-2xs font-semibold text-ink-3">{text.guestList}</h2>
      <ul>
        {conversations.map(({ id, title }) => (
          <li key={id}>
            <Link
              href={paths.conversation(id)}
              aria-current={at === paths.conversation(id) ? 'page' : undefined}
              className="flex min-h-11 items-center rounded-md px-3 text-sm hover:bg-brand-soft aria-[current=page]:bg-brand-soft aria-[current=page]:font-semibold aria-[current=page]:text-brand-ink md:min-h-9"
            >
              <span className="truncate">{title || text.untitled}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
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
