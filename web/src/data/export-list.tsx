import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { LoadMore } from '../ui/load-more.tsx'
import { Section } from '../ui/page.tsx'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
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
  const { error } = list
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
      <LoadMore {...list} />
    </Section>
  )
}
