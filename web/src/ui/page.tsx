import type { ReactNode } from 'react'
import { useEffect } from 'react'
import { classNames } from './class-names.ts'

interface Props {
  title: string
  /** One sentence below the title. */
  lead?: ReactNode
  /** Buttons beside the title. */
  actions?: ReactNode
  /** For pages with tables. */
  wide?: boolean
  children: ReactNode
}

/** A page that is read from top to bottom: its title is also the tab's. */
export function Page({ title, lead, actions, wide, children }: Props) {
  useTitle(title)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard
    <div className="h-full overflow-y-auto -outline-offset-2" tabIndex={0}>
      <div
        className={classNames(
          'mx-auto grid grid-cols-1 gap-6 px-4 py-6 md:px-8 md:py-10',
          wide ? 'max-w-6xl' : 'max-w-3xl',
        )}
      >
        <header className="flex flex-wrap items-end justify-between gap-4">
          <div className="min-w-0">
            <h1 className="text-xl leading-tight font-semibold">{title}</h1>
            {lead && <p className="mt-1 text-sm text-ink-2">{lead}</p>}
          </div>
          {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  )
}

/** A part of a page under a heading of its own. With an `id` an address can lead to it: `#keys`. */
export function Section({ id, title, lead, actions, children }: Omit<Props, 'wide'> & { id?: string }) {
  return (
    <section id={id} className="grid scroll-mt-4 grid-cols-1 gap-3 border-t border-line pt-5">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">{title}</h2>
          {lead && <p className="text-sm text-ink-2">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  )
}

/** Names the browser's tab. */
export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · 灵值`
  }, [title])
}
