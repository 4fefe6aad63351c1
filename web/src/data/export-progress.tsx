import { bytes, count, duration } from '../text/format.ts'
import { useDataText } from './data.text.ts'
import type { Export } from './follow-export.ts'

/** How far an export is. The share is the server's estimate, so it says what is certain beside it. */
export function ExportProgress({ one }: { one: Export }) {
  const text = useDataText()
  const facts = [
    one.rows > 0 && text.messages(count(one.rows)),
    one.bytes > 0 && bytes(one.bytes),
    one.eta_seconds && text.left(duration(one.eta_seconds * 1_000)),
  ].filter(Boolean)
  return (
    <div className="grid gap-1">
      <div
        role="progressbar"
        aria-label={text.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={one.percent}
        className="h-2 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full rounded-full bg-brand transition-[width] duration-240"
          style={{ width: `${Math.max(one.percent, 2)}%` }}
        />
      </div>
      <p className="text-xs text-ink-3 tabular-nums">{[`${one.percent}%`, ...facts].join(' · ')}</p>
    </div>
  )
}
