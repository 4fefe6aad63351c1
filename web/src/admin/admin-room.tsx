import type { ComponentType, ReactNode } from 'react'
import { lazy, Suspense } from 'react'
import { Link, Route, Switch } from 'wouter'
import { paths } from '../routes.ts'
import { useSession } from '../session/session.ts'
import { useTitle } from '../ui/page.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { useAdminText } from './admin.text.ts'
import { AdminTabs } from './admin-tabs.tsx'

const AgentPage = lazy(async () => ({ default: (await import('./agents/agent-page.tsx')).AgentPage }))

/** Each is loaded when it is first opened. */
const pages: [path: string, page: ComponentType][] = [
  [
    paths.admin(),
    lazy(async () => ({ default: (await import('./overview/overview-page.tsx')).OverviewPage })),
  ],
  [paths.adminUsers(), lazy(async () => ({ default: (await import('./users/users-page.tsx')).UsersPage }))],
  [paths.adminUser(':id'), lazy(async () => ({ default: (await import('./users/user-page.tsx')).UserPage }))],
  [
    paths.adminAgents(),
    lazy(async () => ({ default: (await import('./agents/agents-page.tsx')).AgentsPage })),
  ],
  [paths.adminAgent(':id'), AgentPage],
  [paths.adminUsage(), lazy(async () => ({ default: (await import('./usage/usage-page.tsx')).UsagePage }))],
  [
    paths.adminFeedback(),
    lazy(async () => ({ default: (await import('./feedback/feedback-page.tsx')).FeedbackPage })),
  ],
  [
    paths.adminFilters(),
    lazy(async () => ({ default: (await import('./filters/filter-hits-page.tsx')).FilterHitsPage })),
  ],
  [
    paths.adminInvitations(),
    lazy(async () => ({ default: (await import('./invitations/invitations-page.tsx')).InvitationsPage })),
  ],
  [
    paths.adminTools(),
    lazy(async () => ({ default: (await import('./tools/tool-servers-page.tsx')).ToolServersPage })),
  ],
  [paths.adminAudit(), lazy(async () => ({ default: (await import('./audit/audit-page.tsx')).AuditPage }))],
  [
    paths.adminHealth(),
    lazy(async () => ({ default: (await import('./health/health-page.tsx')).HealthPage })),
  ],
]

/** Every page of administration under its tabs; whoever is no administrator is told so. */
export function AdminRoom() {
  const text = useAdminText()
  const { state, user } = useSession()
  if (state === 'starting') return <Skeleton className="mx-auto max-w-6xl p-8" lines={6} />
  if (!user)
    return (
      <Closed what={text.signInFirst}>
        <Link href={`${paths.signIn()}?next=${encodeURIComponent(location.pathname)}`}>{text.signIn}</Link>
      </Closed>
    )
  if (user.role !== 'admin')
    return (
      <Closed what={text.notForYouWhat}>
        <Link href={paths.home()}>{text.home}</Link>
      </Closed>
    )
  return (
    <div className="flex h-full flex-col">
      <AdminTabs />
      <div className="min-h-0 flex-1">
        <Suspense fallback={<Skeleton className="mx-auto max-w-6xl p-8" lines={6} />}>
          <Switch>
            {pages.map(([path, page]) => (
              <Route key={path} path={path} component={page} />
            ))}
            <Route>
              <Closed what={text.nothingFound}>
                <Link href={paths.admin()}>{text.overview}</Link>
              </Closed>
            </Route>
          </Switch>
        </Suspense>
      </div>
    </div>
  )
}

function Closed({ what, children }: { what: string; children: ReactNode }) {
  const text = useAdminText()
  const { user } = useSession()
  const title = user?.role === 'admin' ? text.title : text.notForYou
  useTitle(title)
  return (
    <div className="grid h-full place-content-center justify-items-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold">{title}</h1>
      <p className="text-sm text-ink-2">{what}</p>
      <p className="font-semibold text-brand underline">{children}</p>
    </div>
  )
}
