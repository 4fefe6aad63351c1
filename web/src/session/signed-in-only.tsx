import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { paths } from '../routes.ts'
import { defineText } from '../text/define-text.ts'
import { EmptyState, Skeleton } from '../ui/placeholder.tsx'
import type { User } from './session.ts'
import { useSession } from './session.ts'

const useText = defineText(
  { title: '登录后才能看到这里', signIn: '登录或注册' },
  { title: 'Sign in to see this page', signIn: 'Sign in or register' },
)

/** A page for people with an account: guests are shown the way in. */
export function SignedInOnly({ children }: { children: (user: User) => ReactNode }) {
  const text = useText()
  const { state, user } = useSession()
  if (user) return children(user)
  if (state === 'starting') return <Skeleton className="mx-auto max-w-3xl p-8" lines={6} />
  return (
    <div className="grid h-full place-content-center p-6">
      <EmptyState title={text.title}>
        <Link href={paths.signIn()} className="font-semibold text-brand underline">
          {text.signIn}
        </Link>
      </EmptyState>
    </div>
  )
}
