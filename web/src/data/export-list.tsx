import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/page.tsx'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { useUiText } from '../ui/ui.text.ts'
import { useDataText } from './data.text.ts'
import { ExportRow } from './export-row.tsx'
import type { Export } from './follow-export.ts'

interface Props {
  list: UseInfiniteQueryResult<InfiniteData<unknown>>
  exports: Export[] | undefined
}

/** Every export so far, newest first; the entry stays when its file has expired. */
export function ExportList({ list, exports }: Props) {
  const text = useDataText()
  const ui = useUiText()
  const { error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = list
  return (
    <Section title={text.history}>
      {!exports && !error && <Skeleton lines={5} />}
      {exports?.length === 0 && <EmptyState title={text.historyEmpty}>{text.historyEmptyWhat}</EmptyState>}
      {exports && exports.length > 0 && (
        <ul className="grid">
          {exports.map((one) => (
            <ExportRow key={one.id} one={one} />
          ))}
        </ul>
      )}
      <ProblemNote error={error} onRetry={() => void (exports ? fetchNextPage() : refetch())} />
      {hasNextPage && !error && (
        <Button
          className="justify-self-center"
          busy={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {ui.loadMore}
        </Button>
      )}
    </Section>
  )
}
