import { useState } from 'react'
import { useLocation } from 'wouter'
import { paths } from '../routes.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useSessionText } from './session.text.ts'
import { giveUp } from './session.ts'
import { SignInForm } from './sign-in-form.tsx'

/** Above the page whose session has ended: the page stays, with all that is written on it. */
export function LapsedDialog({ username }: { username: string }) {
  const text = useSessionText()
  const [at, navigate] = useLocation()
  const [open, setOpen] = useState(true)
  function leave() {
    giveUp()
    navigate(paths.signIn(at))
  }
  return (
    <>
      {!open && (
        <div
          role="status"
          className="flex flex-wrap items-center justify-center gap-3 bg-brand-soft px-4 py-1 text-sm text-brand-ink"
        >
          {text.lapsedBar}
          <Button small onClick={() => setOpen(true)}>
            {text.signIn}
          </Button>
        </div>
      )}
      <Dialog title={text.lapsed} open={open} onClose={() => setOpen(false)}>
        <p className="text-sm text-ink-2">{text.lapsedWhat}</p>
        <SignInForm username={username} />
        <Button small kind="quiet" onClick={leave}>
          {text.someoneElse}
        </Button>
      </Dialog>
    </>
  )
}
