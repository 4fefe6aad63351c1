/** How far something is, with what is certain beside it. */
export function ProgressBar({ label, percent, facts }: { label: string; percent: number; facts: string[] }) {
  return (
    <div className="grid gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-2 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full rounded-full bg-brand transition-[width] duration-240"
          style={{ width: `${Math.max(percent, 2)}%` }}
        />
      </div>
      <p className="text-xs text-ink-3 tabular-nums">{[`${percent}%`, ...facts].join(' · ')}</p>
    </div>
  )
}
