import { bytes, count } from '../text/format.ts'
import { classNames } from '../ui/class-names.ts'
import type { FilesSummary } from './files.queries.ts'
import { useFilesText } from './files.text.ts'
import { fullness } from './fullness.ts'

/** What is used of the room that a person has. */
export function Quota({ summary }: { summary: FilesSummary }) {
  const text = useFilesText()
  const { total_bytes, total_files, quota } = summary
  const { percent, full } = fullness(summary)
  return (
    <section aria-label={text.room} className="grid gap-2">
      <div aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-line">
        <div
          className={classNames('h-full rounded-full', full ? 'bg-danger' : 'bg-brand')}
          style={{ width: `${Math.max(percent, 1)}%` }}
        />
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-xs text-ink-2 tabular-nums">
        <span>{text.used(bytes(total_bytes), bytes(quota.bytes_max))}</span>
        <span>{text.count(count(total_files), count(quota.files_max))}</span>
      </p>
      {full && <p className="text-sm text-danger">{text.full}</p>}
    </section>
  )
}
