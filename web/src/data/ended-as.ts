import type { Import } from './import.queries.ts'

type Ended = Pick<Import, 'status' | 'conversations' | 'messages'> & Partial<Pick<Import, 'dry_run'>>

/** How the end of an import is told: one that was cancelled, or failed on the way, keeps what it has stored until then. */
export function endedAs({ status, dry_run: dryRun, conversations, messages }: Ended) {
  if (status === 'completed') return 'done'
  const stored = [conversations, messages].some((count) => count.new + count.changed > 0)
  return stored && !dryRun ? 'stopped' : 'notDone'
}
