import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../routes.ts'
import type { User } from '../session/session.ts'
import { signOut } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { PasswordField } from '../ui/field.tsx'
import { Section } from '../ui/page.tsx'
import { faultOf, ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { useUiText } from '../ui/ui.text.ts'
import { deleteAccount } from './data.queries.ts'
import { useDataText } from './data.text.ts'
import { forgetDevice } from './forget-device.ts'

export function DeleteAccount({ user }: { user: User }) {
  const text = useDataText()
  const [open, setOpen] = useState(false)
  return (
    <Section title={text.account} lead={text.accountLead}>
      <Button kind="danger" className="justify-self-start" onClick={() => setOpen(true)}>
        {text.accountButton}
      </Button>
      {open && <DeleteDialog user={user} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function DeleteDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const text = useDataText()
  const ui = useUiText()
  const [, go] = useLocation()
  const { mutate, isPending, error } = useMutation({
    mutationFn: deleteAccount,
    onSuccess: async () => {
      forgetDevice(localStorage)
      go(paths.home())
      toast(text.accountGone)
      // The server has ended the session with the account; this ends it here, and in every other tab.
      await signOut().catch(() => {})
    },
  })
  const fault = faultOf(error, 'current_password')
  return (
    <Dialog title={text.accountAsk} open onClose={onClose}>
      <ul className="grid list-disc gap-2 pl-5 text-sm text-ink-2">
        <li>{text.accountNow}</li>
        <li>{text.accountSoon}</li>
        <li>{text.accountLater}</li>
        <li>{text.accountDevice}</li>
      </ul>
      <p className="text-sm font-semibold">{text.accountExport}</p>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          mutate(String(new FormData(event.currentTarget).get('password')))
        }}
      >
        {/* So that a password manager knows whose password it is. */}
        <input type="text" autoComplete="username" value={user.username} readOnly hidden />
        <PasswordField
          label={text.accountPassword}
          hint={text.accountPasswordHint}
          error={fault}
          name="password"
          autoComplete="current-password"
          required
        />
        {!fault && <ProblemNote error={error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button type="submit" kind="danger" busy={isPending}>
            {text.accountAct}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
