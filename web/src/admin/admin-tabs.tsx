import { useEffect, useRef } from 'react'
import { Link, useLocation } from 'wouter'
import { paths } from '../routes.ts'
import { classNames } from '../ui/class-names.ts'
import { useAdminText } from './admin.text.ts'

/** The parts of administration along the top; on phones the row scrolls, and the current one is brought into view. */
export function AdminTabs() {
  const text = useAdminText()
  const [at] = useLocation()
  const row = useRef<HTMLUListElement>(null)
  const tabs: [label: string, to: string][] = [
    [text.overview, paths.admin()],
    [text.users, paths.adminUsers()],
    [text.agents, paths.adminAgents()],
    [text.usage, paths.adminUsage()],
    [text.feedback, paths.adminFeedback()],
    [text.filters, paths.adminFilters()],
    [text.tools, paths.adminTools()],
    [text.invitations, paths.adminInvitations()],
    [text.audit, paths.adminAudit()],
    [text.health, paths.adminHealth()],
  ]
  const isHere = (to: string) => at === to || (to !== paths.admin() && at.startsWith(`${to}/`))
  useEffect(() => {
    const box = row.current
    const current = box?.querySelector<HTMLElement>('[aria-current]')
    if (box && current) box.scrollLeft = current.offsetLeft - (box.clientWidth - current.offsetWidth) / 2
  }, [at])
  return (
    <nav aria-label={text.tabs} className="shrink-0 border-b border-line">
      <ul ref={row} className="relative flex overflow-x-auto px-2 md:px-6">
        {tabs.map(([label, to]) => (
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
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
