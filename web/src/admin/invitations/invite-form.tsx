import type { FormEvent } from 'react'
import { useState } from 'react'
import { paths } from '../../routes.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { TextField } from '../../ui/field.tsx'
import { faultOf, ProblemNote } from '../../ui/problem-note.tsx'
import type { CreatedInvitation } from './invitations.queries.ts'
import { invite } from './invitations.queries.ts'
import { useInvitationsText } from './invitations.text.ts'

/** Makes an invitation; its link is shown until the dialog is closed, and never again. */
export function InviteForm() {
  const text = useInvitationsText()
  const [uses, setUses] = useState('1')
  const [days, setDays] = useState('7')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [made, setMade] = useState<CreatedInvitation>()

  async function send(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    try {
      setMade(await invite(Number(uses), Number(days)))
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  const faults = { uses: faultOf(error, 'uses'), days: faultOf(error, 'days') }
  return (
    <form noValidate className="grid gap-3" onSubmit={send}>
      <div className="flex flex-wrap items-start gap-3">
        <div className="w-36">
          <TextField
            label={text.uses}
            hint={text.usesHint}
            error={faults.uses}
            type="number"
            min={1}
            max={1_000}
            value={uses}
            onChange={(event) => setUses(event.target.value)}
          />
        </div>
        <div className="w-36">
          <TextField
            label={text.days}
            hint={text.daysHint}
            error={faults.days}
            type="number"
            min={1}
            max={90}
            value={days}
            onChange={(event) => setDays(event.target.value)}
          />
        </div>
        <Button kind="primary" type="submit" busy={busy} className="mt-7">
          {text.create}
        </Button>
      </div>
      {!faults.uses && !faults.days && <ProblemNote error={error} />}
      {made && <Made invitation={made} onClose={() => setMade(undefined)} />}
    </form>
  )
}

function Made({ invitation: { code }, onClose }: { invitation: CreatedInvitation; onClose: () => void }) {
  const text = useInvitationsText()
  const link = `${location.origin}${paths.register()}?invitation=${encodeURIComponent(code)}`
  return (
    <Dialog title={text.made} open onClose={onClose}>
      <p className="text-sm text-ink-2">{text.madeWhat}</p>
      <div className="grid gap-1">
        <p className="text-sm font-semibold">{text.link}</p>
        <code className="rounded-md bg-sunken px-3 py-2 text-sm break-all">{link}</code>
        <div className="flex flex-wrap gap-2 pt-1">
          <CopyButton text={() => link} label={text.copyLink} />
          <CopyButton text={() => code} label={text.copyCode} />
        </div>
      </div>
      <div className="flex justify-end">
        <Button kind="primary" onClick={onClose}>
          {text.doneCopying}
        </Button>
      </div>
    </Dialog>
  )
}
