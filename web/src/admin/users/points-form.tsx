import type { FormEvent } from 'react'
import { useState } from 'react'
import { count } from '../../text/format.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import type { ManagedUser } from './users.queries.ts'
import { adjustPoints } from './users.queries.ts'
import { useUsersText } from './users.text.ts'

/** A correction of points, with its reason, which the person reads in the ledger. */
export function PointsForm({ user }: { user: ManagedUser }) {
  const text = useUsersText()
  const [amount, setAmount] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [asked, setAsked] = useState(false)
  const whole = /^[+-]?\d{1,10}$/.test(amount.trim()) ? Number(amount) : 0
  const signed = `${whole > 0 ? '+' : ''}${count(whole)}`

  function ask(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    setAsked(whole !== 0 && reason.trim() !== '')
  }
  return (
    <Section title={text.points} lead={text.pointsWhat}>
      <form noValidate className="flex flex-wrap items-start gap-3" onSubmit={ask}>
        <div className="w-full sm:w-40">
          <TextField
            label={text.amount}
            hint={text.amountHint}
            error={tried && whole === 0 ? text.amountFault : undefined}
            inputMode="numeric"
            required
            value={amount}
            onChange={(event) => setAmount(event.target.value)}
          />
        </div>
        <div className="w-full sm:w-80">
          <TextField
            label={text.reason}
            error={tried && reason.trim() === '' ? text.reasonFault : undefined}
            required
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <Button type="submit" className="sm:mt-7">
          {text.adjust}
        </Button>
      </form>
      {asked && (
        <AskFirst
          title={text.adjustTitle(user.username, signed)}
          act={text.adjust}
          danger={whole < 0}
          onClose={() => setAsked(false)}
          onAct={async () => {
            const balance = await adjustPoints(user.id, whole, reason.trim())
            setAmount('')
            setReason('')
            setTried(false)
            toast(text.adjusted(count(balance)))
          }}
        >
          <p className="break-words text-ink">{reason.trim()}</p>
          <p>{text.adjustWhat}</p>
        </AskFirst>
      )}
    </Section>
  )
}
