import { ProblemError } from '@lingzhi/api-client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CheckBox, SelectField, TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import { createKey } from './account.queries.ts'
import { useAccountText } from './account.text.ts'
import { ProofField } from './proof-field.tsx'

interface Props {
  username: string
  onMade: (key: string) => void
  onCancel: () => void
}

const scopes = ['chat', 'export', 'read'] as const
const periods = [30, 90, 365]
const usualDays = '90'

/** A key outlives the session that makes it: unless one has just signed in, the server asks for the password. */
export function NewKeyForm({ username, onMade, onCancel }: Props) {
  const text = useAccountText()
  const [proof, setProof] = useState(false)
  const create = useMutation({
    mutationFn: (fields: FormData) => {
      const days = Number(readField(fields, 'days'))
      const current_password = readField(fields, 'current_password')
      return createKey({
        name: readField(fields, 'name'),
        scopes: scopes.filter((scope) => fields.has(scope)),
        expires_at: days ? new Date(Date.now() + days * 86_400_000).toISOString() : null,
        ...(current_password && { current_password }),
      })
    },
    onSuccess: ({ key }) => onMade(key),
    onError: (error) => {
      if (error instanceof ProblemError && error.code === 'FRESH_PROOF_NEEDED') setProof(true)
    },
  })
  // What is asked for in the field is no fault.
  const asks = create.error instanceof ProblemError && create.error.code === 'FRESH_PROOF_NEEDED'
  const error = asks ? null : create.error
  const words = {
    chat: [text.scopeChat, text.scopeChatHint],
    export: [text.scopeExport, text.scopeExportHint],
    read: [text.scopeRead, text.scopeReadHint],
  } as const
  return (
    <Form
      className="max-w-md"
      onSubmit={create.mutate}
      error={error}
      actions={
        <>
          <Button type="submit" kind="primary" busy={create.isPending}>
            {text.createKey}
          </Button>
          <Button onClick={onCancel}>{text.cancel}</Button>
        </>
      }
    >
      <TextField
        label={text.keyName}
        hint={text.keyNameHint}
        name="name"
        autoComplete="off"
        required
        maxLength={100}
        autoFocus
        error={faultOf(error, 'name')}
      />
      <fieldset className="grid">
        <legend className="text-sm font-semibold">{text.scopes}</legend>
        {scopes.map((scope) => (
          <CheckBox key={scope} label={words[scope][0]} hint={words[scope][1]} name={scope} defaultChecked />
        ))}
        {faultOf(error, 'scopes') && <p className="text-xs text-danger">{faultOf(error, 'scopes')}</p>}
      </fieldset>
      <SelectField
        label={text.expiry}
        name="days"
        defaultValue={usualDays}
        error={faultOf(error, 'expires_at')}
      >
        {periods.map((days) => (
          <option key={days} value={days}>
            {days === 365 ? text.expiryYear : text.expiryDays(days)}
          </option>
        ))}
        <option value="0">{text.expiryNever}</option>
      </SelectField>
      {proof && <ProofField username={username} error={error} focus />}
    </Form>
  )
}
