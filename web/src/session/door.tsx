import type { ReactNode } from 'react'
import { Moon } from '../ui/moon.tsx'
import { useTitle } from '../ui/page.tsx'

interface Props {
  title: string
  lead?: ReactNode
  /** Of the moon above the title, 1 to 8. */
  phase: number
  children?: ReactNode
  /** Other ways to go on. */
  foot?: ReactNode
}

/** A page at the door of the console: one calm column. */
export function Door({ title, lead, phase, children, foot }: Props) {
  useTitle(title)
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex min-h-full max-w-sm flex-col justify-center gap-6 px-4 py-10">
        <header className="grid justify-items-center gap-3 text-center">
          <Moon phase={phase} size={56} />
          <h1 className="text-xl leading-tight font-semibold">{title}</h1>
          {lead && <p className="text-sm text-ink-2">{lead}</p>}
        </header>
        {children}
        {foot && <div className="grid justify-items-center gap-1 text-center text-sm text-ink-2">{foot}</div>}
      </div>
    </div>
  )
}
