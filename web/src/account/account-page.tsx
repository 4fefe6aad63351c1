import { useQuery } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { paths } from '../routes.ts'
import type { User } from '../session/session.ts'
import { signOut } from '../session/session.ts'
import { SignedInOnly } from '../session/signed-in-only.tsx'
import { Button } from '../ui/button.tsx'
import { Page, Section } from '../ui/page.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { ownAccount } from './account.queries.ts'
import { useAccountText } from './account.text.ts'
import { ContactSection } from './contact-section.tsx'
import { FactorSection } from './factor-section.tsx'
import { KeysSection } from './keys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { PreferencesSection } from './preferences-section.tsx'
import { ProfileSection } from './profile-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { UsageSection } from './usage-section.tsx'

export function AccountPage() {
  return <SignedInOnly>{(user) => <Account user={user} />}</SignedInOnly>
}

function Account({ user }: { user: User }) {
  const text = useAccountText()
  const { data: account, error, refetch } = useQuery(ownAccount)
  return (
    <Page title={text.account} lead={user.username}>
      <Parts />
      {error && <ProblemNote error={error} onRetry={refetch} />}
      {!account && !error && <Skeleton lines={6} />}
      {account && (
        <>
          <ContactSection account={account} />
          <ProfileSection account={account} />
        </>
      )}
      <PasswordSection username={user.username} />
      <FactorSection user={user} />
      <SessionsSection />
      <KeysSection username={user.username} />
      <UsageSection />
      <PreferencesSection />
      <Section title={text.leaving} lead={text.signOutLead}>
        <div className="flex flex-wrap items-center justify-between gap-4">
          <Button icon={<LogOut size={16} />} onClick={() => void signOut()}>
            {text.signOut}
          </Button>
          <TextLink to={paths.data()}>{text.deleteAccount}</TextLink>
        </div>
      </Section>
    </Page>
  )
}

/** The parts of the page, to jump to; on phones the row scrolls by itself. */
function Parts() {
  const text = useAccountText()
  const parts = [
    'contact',
    'profile',
    'password',
    'factor',
    'sessions',
    'keys',
    'usage',
    'preferences',
  ] as const
  return (
    <nav aria-label={text.parts} className="-mx-4 flex gap-1 overflow-x-auto px-4 md:-mx-2 md:px-0">
      {parts.map((part) => (
        <a
          key={part}
          href={`#${part}`}
          className="inline-flex min-h-11 shrink-0 items-center rounded-md px-2 text-sm text-ink-2 hover:bg-sunken hover:text-ink md:min-h-8"
        >
          {text[part]}
        </a>
      ))}
    </nav>
  )
}
