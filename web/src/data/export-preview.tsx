import { useQuery } from '@tanstack/react-query'
import { moment } from '../text/format.ts'
import { Dialog } from '../ui/dialog.tsx'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { previewQuery } from './data.queries.ts'
import { useDataText } from './data.text.ts'
import type { Export } from './follow-export.ts'

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** The first messages of an export, before or without its file. */
export function ExportPreview({ one, onClose }: { one: Export; onClose: () => void }) {
  const text = useDataText()
  const roles: Record<string, string> = { user: text.roleUser, assistant: text.roleAssistant }
  const { data, error, refetch } = useQuery(previewQuery(one.id))
  return (
    <Dialog title={text.previewOf(one.file_name)} open onClose={onClose} wide>
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!data && !error && <Skeleton lines={6} />}
      {data?.rows.length === 0 && <EmptyState title={text.previewEmpty} />}
      {data && data.rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard
        <section className="max-h-[60dvh] overflow-y-auto" aria-label={text.preview} tabIndex={0}>
          <ol className="grid">
            {data.rows.map((row) => {
              const title = asText(row.conversation_title)
              const at = asText(row.created_at)
              return (
                <li key={row.id} className="border-b border-line py-3 text-sm last:border-0">
                  <p className="text-xs text-ink-3">
                    {[title, roles[row.role] ?? row.role, at && moment(at)].filter(Boolean).join(' · ')}
                  </p>
                  <p className="line-clamp-6 break-words whitespace-pre-line">{row.content}</p>
                </li>
              )
            })}
          </ol>
        </section>
      )}
      {data?.has_more && <p className="text-xs text-ink-3">{text.previewMore}</p>}
    </Dialog>
  )
}
