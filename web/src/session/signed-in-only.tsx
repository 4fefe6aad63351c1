import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../routes.ts'
import { Skeleton } from '../ui/placeholder.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { Door } from './door.tsx'
import { useSessionText } from './session.text.ts'
import type { User } from './session.ts'
import { useSession } from './session.ts'

/** A page for people with an account: guests are shown the way in, and come back here. */
export function SignedInOnly({ children }: { children: (user: User) => ReactNode }) {
  const text = useSessionText()
  const [at] = useLocation()
  const { state, user } = useSession()
  if (user) return children(user)
  if (state === 'starting') return <Skeleton className="mx-auto max-w-3xl p-8" lines={6} />
  return (
    <Door
      title={text.needsAccount}
      lead={text.needsAccountWhat}
      phase={3}
      foot={
        <span className="flex gap-4">
          <TextLink to={paths.signIn(at)}>{text.signIn}</TextLink>
          <TextLink to={paths.register(at)}>{text.register}</TextLink>
        </span>
      }
    />
  )
}
