import { useQuery } from '@tanstack/react-query'
import { Redirect, useSearch } from 'wouter'
import { paths } from '../routes.ts'
import { TextLink } from '../ui/text-link.tsx'
import { platformConfig } from './config.queries.ts'
import { Door } from './door.tsx'
import { nextPath } from './next-path.ts'
import { useSessionText } from './session.text.ts'
import { useSession } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'

export function SignInPage() {
  const text = useSessionText()
  const next = nextPath(useSearch())
  const { state } = useSession()
  const { data: config } = useQuery(platformConfig)
  if (state === 'signed-in') return <Redirect to={next} replace />
  return (
    <Door
      title={text.signIn}
      lead={text.signInLead}
      phase={5}
      foot={
        <>
          <TextLink to={paths.forgotPassword()}>{text.forgot}</TextLink>
          {config?.registration !== 'closed' && (
            <span>
              {text.noAccount} <TextLink to={paths.register(next)}>{text.register}</TextLink>
            </span>
          )}
        </>
      }
    >
      <SignInForm />
    </Door>
  )
}
