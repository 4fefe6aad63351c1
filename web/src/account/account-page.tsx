import { SignedInOnly } from '../session/signed-in-only.tsx'
import { Page } from '../ui/page.tsx'

export function AccountPage() {
  return <SignedInOnly>{(user) => <Page title={user.username}>{null}</Page>}</SignedInOnly>
}
