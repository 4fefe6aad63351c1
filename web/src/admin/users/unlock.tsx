import type { FormEvent } from 'react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { faultOf, ProblemNote } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import type { ManagedUser } from './users.queries.ts'
import { unlockAddress, unlockUser } from './users.queries.ts'
import { useUsersText } from './users.text.ts'

/** Lifts the locks after failed log-ins: of the account, and of the address they came from. */
export function Unlock({ user }: { user: ManagedUser }) {
  const text = useUsersText()
  const [busy, setBusy] = useState<'account' | 'address'>()
  const [error, setError] = useState<unknown>()
  const [address, setAddress] = useState('')

  async function run(which: 'account' | 'address') {
    setBusy(which)
    setError(undefined)
    try {
      if (which === 'account') toast((await unlockUser(user.id)) ? text.unlocked : text.notLocked)
      else toast((await unlockAddress(address.trim())) ? text.unlocked : text.addressNotLocked)
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(undefined)
  }
  const fault = faultOf(error, 'address')
  return (
    <Section title={text.locks} lead={text.locksWhat}>
      <div>
        <Button busy={busy === 'account'} onClick={() => void run('account')}>
          {text.unlock}
        </Button>
      </div>
      <form
        className="flex flex-wrap items-start gap-3"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void run('address')
        }}
      >
        <div className="w-full sm:w-80">
          <TextField
            label={text.address}
            hint={text.addressHint}
            error={fault}
            required
            value={address}
            onChange={(event) => setAddress(event.target.value)}
          />
        </div>
        <Button type="submit" className="sm:mt-7" busy={busy === 'address'}>
          {text.unlockAddress}
        </Button>
      </form>
      {!fault && <ProblemNote error={error} />}
    </Section>
  )
}
