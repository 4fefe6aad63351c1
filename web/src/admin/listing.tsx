import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadMore } from '../ui/load-more.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
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
  return (
    <div className="grid min-w-0 gap-3">
      {query.data && (rows.length > 0 ? children(rows) : empty)}
      {rows.length > 0 && (
        <p role="status" className="text-xs text-ink-3">
          {query.hasNextPage ? text.shown(rows.length) : text.shownAll(rows.length)}
        </p>
      )}
      <LoadMore {...query} />
    </div>
  )
}
