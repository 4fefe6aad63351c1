import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { useUiText } from './ui.text.ts'

/** Where a list has nothing yet: what will be here, and how it comes. */
export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="grid justify-items-center gap-2 rounded-md border border-dashed border-line px-6 py-10 text-center">
      <p className="font-semibold">{title}</p>
      {children && <div className="text-sm text-ink-2">{children}</div>}
    </div>
  )
}

/** Holds the place of what is loading, so that nothing jumps when it comes. */
export function Skeleton({ lines = 3, className }: { lines?: number; className?: string }) {
  const text = useUiText()
  return (
    <div role="status" aria-label={text.loading} className={classNames('grid gap-3', className)}>
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="h-4 animate-pulse-slow rounded-sm bg-sunken last:w-3/5" />
      ))}
    </div>
  )
}
