import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../routes.ts'
import type { User } from '../session/session.ts'
import { signOut } from '../session/session.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { PasswordField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { Section } from '../ui/page.tsx'
import { faultOf, useProblemText } from '../ui/problem-note.tsx'
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
      // The server has ended the session with the account; this ends it here and in every other tab, before a page asks for
      // anything with its token.
      await signOut({ gone: true })
      go(paths.home())
      toast(text.accountGone)
    },
  })
  // The whole sentence: that of the field alone says no more than that it is not correct.
  const words = useProblemText(error)
  return (
    <Dialog title={text.accountAsk} open onClose={onClose}>
      <ul className="grid list-disc gap-2 pl-5 text-sm text-ink-2">
        <li>{text.accountNow}</li>
        <li>{text.accountSoon}</li>
        <li>{text.accountLater}</li>
        <li>{text.accountDevice}</li>
      </ul>
      <p className="text-sm font-semibold">{text.accountExport}</p>
      <Form
        error={error}
        onSubmit={(fields) => mutate(readField(fields, 'password'))}
        actions={
          <>
            <Button type="submit" kind="danger" busy={isPending}>
              {text.accountAct}
            </Button>
            <Button kind="quiet" onClick={onClose}>
              {ui.cancel}
            </Button>
          </>
        }
      >
        {/* So that a password manager knows whose password it is. */}
        <input type="text" autoComplete="username" value={user.username} readOnly hidden />
        <PasswordField
          label={text.accountPassword}
          hint={text.accountPasswordHint}
          error={faultOf(error, 'current_password') && words}
          name="password"
          autoComplete="current-password"
          required
        />
      </Form>
    </Dialog>
  )
}
