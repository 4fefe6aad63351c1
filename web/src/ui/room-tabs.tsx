import { Link, useLocation } from 'wouter'
import { classNames } from './class-names.ts'

interface Props {
  label: string
  tabs: [label: string, to: string][]
  /** The tab whose address all others begin with. */
  home: string
}

/** The parts of a room, one line that scrolls on phones. */
export function RoomTabs({ label, tabs, home }: Props) {
  const [at] = useLocation()
  const isHere = (to: string) => at === to || (to !== home && at.startsWith(`${to}/`))
  return (
    <nav aria-label={label} className="shrink-0 border-b border-line">
      <ul className="flex overflow-x-auto px-2 md:px-6">
        {tabs.map(([name, to]) => (
          <li key={to} className="shrink-0">
            <Link
              href={to}
              aria-current={isHere(to) ? 'page' : undefined}
              className={classNames(
                '-mb-px flex min-h-11 items-center border-b-2 px-3 text-sm whitespace-nowrap outline-offset-[-4px]',
                isHere(to)
                  ? 'border-brand font-semibold text-brand-ink'
                  : 'border-transparent text-ink-2 hover:text-ink',
              )}
            >
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
