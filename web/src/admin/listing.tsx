import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useAdminText } from './admin.text.ts'

interface Props<PageOf, Row> {
  query: UseInfiniteQueryResult<InfiniteData<PageOf>>
  rowsOf: (page: PageOf) => Row[]
  /** Shown when the list is known to have nothing. */
  empty: ReactNode
  children: (rows: Row[]) => ReactNode
}

/** A list that comes page by page: what is loading, what failed, nothing there, and a button for the next page. */
export function Listing<PageOf, Row>({ query, rowsOf, empty, children }: Props<PageOf, Row>) {
  const text = useAdminText()
  const rows = query.data?.pages.flatMap(rowsOf) ?? []
  if (query.isPending && !query.error) return <Skeleton lines={8} />
  const retry = () => void (query.data ? query.fetchNextPage() : query.refetch())
  return (
    <div className="grid min-w-0 gap-3">
      {query.data && (rows.length > 0 ? children(rows) : empty)}
      <ProblemNote error={query.error} onRetry={retry} />
      {rows.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3 text-xs text-ink-3">
          <span role="status">
            {query.hasNextPage ? text.shown(rows.length) : text.shownAll(rows.length)}
          </span>
          {query.hasNextPage && (
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              {text.loadMore}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
