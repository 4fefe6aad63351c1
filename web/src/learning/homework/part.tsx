import type { ReactNode } from 'react'

/** A part of an item under a small heading. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid grid-cols-1 gap-1">
      <h4 className="text-xs font-semibold text-ink-2">{title}</h4>
      {children}
    </section>
  )
}
