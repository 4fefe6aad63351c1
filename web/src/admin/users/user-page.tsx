import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useParams } from 'wouter'
import { paths } from '../../routes.ts'
import { useSession } from '../../session/session.ts'
import { ago, moment } from '../../text/format.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Skeleton } from '../../ui/placeholder.tsx'
import { ProblemNote } from '../../ui/problem-note.tsx'
import { useAdminText } from '../admin.text.ts'
import { PointsForm } from './points-form.tsx'
import { RoleAndStatus } from './role-and-status.tsx'
import { Unlock } from './unlock.tsx'
import { UserBadges } from './user-badges.tsx'
import { userQuery } from './users.queries.ts'
import { useUsersText } from './users.text.ts'

export function UserPage() {
  const { id } = useParams<{ id: string }>()
  const text = useUsersText()
  const shared = useAdminText()
  const { user: me } = useSession()
  const { data: user, error, refetch } = useQuery(userQuery(id))
  return (
    <Page
      title={user?.username ?? shared.users}
      lead={
        <Link href={paths.adminUsers()} className="text-brand hover:underline">
          ← {text.back}
        </Link>
      }
    >
      <ProblemNote error={error} onRetry={() => void refetch()} />
      {!user && !error && <Skeleton lines={8} />}
      {user && (
        <>
          <Section title={text.profile} lead={user.id === me?.id ? text.isYou : undefined}>
            <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[8rem_1fr]">
              <Fact name={text.status}>
                <UserBadges role={user.role} status={user.status} />
              </Fact>
              <Fact name={text.phone}>{user.phone ?? <None />}</Fact>
              <Fact name={text.email}>{user.email ?? <None />}</Fact>
              <Fact name={text.created}>{moment(user.created_at)}</Fact>
              <Fact name={text.lastLogin}>
                {user.last_login_at
                  ? `${moment(user.last_login_at)} (${ago(user.last_login_at)})`
                  : text.never}
              </Fact>
              <Fact name={text.updated}>{moment(user.updated_at)}</Fact>
              <Fact name={text.id}>
                <span className="flex items-center gap-1">
                  <code className="text-xs break-all">{user.id}</code>
                  <CopyButton text={() => user.id} />
                </span>
              </Fact>
            </dl>
            <p>
              <Link
                href={`${paths.adminAudit()}?user_id=${user.id}`}
                className="text-sm text-brand hover:underline"
              >
                {text.auditOf}
              </Link>
            </p>
          </Section>
          <RoleAndStatus user={user} />
          <Unlock user={user} />
          <PointsForm key={user.id} user={user} />
        </>
      )}
    </Page>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="pt-1 text-ink-3">{name}</dt>
      <dd className="flex min-h-8 items-center break-words">{children}</dd>
    </>
  )
}

function None() {
  return <span className="text-ink-3">{useUsersText().none}</span>
}
