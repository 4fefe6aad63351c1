import { useInfiniteQuery } from '@tanstack/react-query'
import { count, moment } from '../text/format.ts'
import { LoadMore } from '../ui/load-more.tsx'
import { Section } from '../ui/page.tsx'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
import { Table } from '../ui/table.tsx'
import type { LedgerEntry } from './checkin.queries.ts'
import { ledgerQuery } from './checkin.queries.ts'
import { useCheckinText } from './checkin.text.ts'

/** Every movement of the points, newest first, in the platform's time like the calendar. */
export function Ledger() {
  const text = useCheckinText()
  const list = useInfiniteQuery(ledgerQuery)
  const { data, error } = list
  const entries = data?.pages.flatMap((page) => page.entries)
  const timeZone = data?.pages[0]?.timezone
  return (
    <Section title={text.ledger}>
      {!data && !error && <Skeleton lines={5} />}
      {entries?.length === 0 && <EmptyState title={text.ledgerEmpty}>{text.ledgerEmptyWhat}</EmptyState>}
      {entries && entries.length > 0 && (
        <Table
          label={text.ledger}
          rows={entries}
          keyOf={({ id }) => id}
          columns={[
            {
              title: text.at,
              cell: ({ created_at }) => (
                <span className="whitespace-nowrap">{moment(created_at, timeZone)}</span>
              ),
            },
            { title: text.kind, cell: (entry) => <Reason entry={entry} /> },
            {
              title: text.amount,
              end: true,
              cell: ({ amount }) => (
                <span className={amount < 0 ? 'text-danger' : 'font-semibold text-glow-ink'}>
                  {amount < 0 ? '−' : '+'}
                  {count(Math.abs(amount))}
                </span>
              ),
            },
            { title: text.balance, end: true, cell: ({ balance }) => count(balance) },
          ]}
        />
      )}
      <LoadMore {...list} />
    </Section>
  )
}

function Reason({ entry: { kind, reason } }: { entry: LedgerEntry }) {
  const text = useCheckinText()
  const words: Record<string, string> = {
    checkin: text.kindCheckin,
    adjustment: text.kindAdjustment,
    registration: text.kindRegistration,
  }
  return (
    <>
      <span className="whitespace-nowrap">{words[kind] ?? text.kindOther}</span>
      {/* Only people write reasons of their own; those of the platform say the same as the kind. */}
      {kind === 'adjustment' && <span className="block min-w-40 text-xs text-ink-3">{reason}</span>}
    </>
  )
}
