import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api/client.ts'
import type { User } from '../session/session.ts'
import { readToken } from '../session/token.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { Section } from '../ui/page.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { faultOf, ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { removeSecondFactor, secondFactor } from './account.queries.ts'
import { useAccountText } from './account.text.ts'
import { FactorSetup } from './factor-setup.tsx'
import { ProofField } from './proof-field.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'

const few = 3

export function FactorSection({ user }: { user: User }) {
  const text = useAccountText()
  const { data: factor, error, refetch } = useQuery(secondFactor)
  const [codes, setCodes] = useState<string[] | null>(null)
  const [removing, setRemoving] = useState(false)
  // Until it is on, the tokens of an administrator who needs it are a user's.
  const needed = user.role === 'admin' && readToken(api.tokens?.access_token)?.role === 'user'
  return (
    <Section id="factor" title={text.factor} lead={text.factorLead}>
      {codes ? (
        <RecoveryCodes codes={codes} onDone={() => setCodes(null)} />
      ) : error ? (
        <ProblemNote error={error} onRetry={refetch} />
      ) : !factor ? (
        <Skeleton lines={1} />
      ) : factor.enabled ? (
        <div className="grid justify-items-start gap-3 text-sm">
          <p>
            <span className="font-semibold text-ok">{text.factorOn}</span>
            {' · '}
            {text.factorCodesLeft(factor.recovery_codes_left)}
          </p>
          {factor.recovery_codes_left <= few && <p className="text-warn">{text.factorCodesFew}</p>}
          <Button onClick={() => setRemoving(true)}>{text.factorOff_}</Button>
        </div>
      ) : (
        <>
          {needed && <p className="border-l-2 border-warn pl-3 text-sm">{text.factorNeeded}</p>}
          <FactorSetup username={user.username} onDone={setCodes} />
        </>
      )}
      <Dialog title={text.factorOff_} open={removing} onClose={() => setRemoving(false)}>
        <Removal username={user.username} onDone={() => setRemoving(false)} />
      </Dialog>
    </Section>
  )
}

function Removal({ username, onDone }: { username: string; onDone: () => void }) {
  const text = useAccountText()
  const remove = useMutation({
    mutationFn: (fields: FormData) =>
      removeSecondFactor(readField(fields, 'current_password'), readField(fields, 'code').trim()),
    onSuccess: () => {
      toast(text.factorRemoved)
      onDone()
    },
  })
  return (
    <Form
      onSubmit={remove.mutate}
      error={remove.error}
      actions={
        <>
          <Button type="submit" kind="danger" busy={remove.isPending}>
            {text.factorOff_}
          </Button>
          <Button onClick={onDone}>{text.cancel}</Button>
        </>
      }
    >
      <p className="text-sm text-ink-2">{text.factorOffWhat}</p>
      <ProofField username={username} error={remove.error} focus />
      <TextField
        label={text.codeOrRecovery}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        required
        minLength={6}
        maxLength={40}
        error={faultOf(remove.error, 'code', 'WRONG_CODE')}
      />
    </Form>
  )
}
