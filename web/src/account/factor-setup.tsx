import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { confirmSecondFactor, offerSecondFactor } from './account.queries.ts'
import { useAccountText } from './account.text.ts'
import { ProofField } from './proof-field.tsx'

interface Offer {
  secret: string
  uri: string
}

interface Props {
  username: string
  onDone: (recoveryCodes: string[]) => void
}

/** Password, then the secret and a code made of it, in place. */
export function FactorSetup({ username, onDone }: Props) {
  const text = useAccountText()
  const [begun, setBegun] = useState(false)
  const offer = useMutation({
    mutationFn: (fields: FormData) => offerSecondFactor(readField(fields, 'current_password')),
  })
  function stop() {
    setBegun(false)
    offer.reset()
  }
  if (!begun)
    return (
      <div className="flex flex-wrap items-center gap-3 text-sm">
        <span className="text-ink-2">{text.factorOff}</span>
        <Button onClick={() => setBegun(true)}>{text.factorBegin}</Button>
      </div>
    )
  if (offer.data) return <Confirmation offer={offer.data} onDone={onDone} onCancel={stop} />
  return (
    <Form
      className="max-w-md"
      onSubmit={offer.mutate}
      error={offer.error}
      actions={
        <>
          <Button type="submit" kind="primary" busy={offer.isPending}>
            {text.factorBegin}
          </Button>
          <Button onClick={stop}>{text.cancel}</Button>
        </>
      }
    >
      <ProofField username={username} error={offer.error} focus />
    </Form>
  )
}

function Confirmation({
  offer,
  onDone,
  onCancel,
}: { offer: Offer; onCancel: () => void } & Pick<Props, 'onDone'>) {
  const text = useAccountText()
  const confirm = useMutation({
    mutationFn: (fields: FormData) => confirmSecondFactor(readField(fields, 'code').trim()),
    onSuccess: (codes) => {
      toast(text.factorDone)
      onDone(codes)
    },
  })
  return (
    <Form
      className="max-w-md"
      onSubmit={confirm.mutate}
      error={confirm.error}
      actions={
        <>
          <Button type="submit" kind="primary" busy={confirm.isPending}>
            {text.factorConfirm}
          </Button>
          <Button onClick={onCancel}>{text.cancel}</Button>
        </>
      }
    >
      <p className="text-sm">{text.factorStep1}</p>
      <div className="grid gap-2 rounded-md bg-sunken p-3">
        <span className="text-xs text-ink-2">{text.factorSecret}</span>
        <code className="text-base break-words select-all">{offer.secret.match(/.{1,4}/g)?.join(' ')}</code>
        <div className="flex flex-wrap gap-2">
          <CopyButton text={() => offer.secret} label={text.copySecret} />
          <CopyButton text={() => offer.uri} label={text.copyLink} />
        </div>
        <a href={offer.uri} className="inline-flex min-h-8 items-center text-sm text-brand underline">
          {text.factorOpen}
        </a>
      </div>
      <TextField
        label={text.factorStep2}
        hint={text.factorConfirmHint}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        minLength={6}
        maxLength={10}
        error={faultOf(confirm.error, 'code', 'WRONG_CODE')}
      />
    </Form>
  )
}
