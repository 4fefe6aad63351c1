import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { CheckBox, PasswordField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { Section } from '../ui/page.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { changePassword } from './account.queries.ts'
import { useAccountText } from './account.text.ts'

export function PasswordSection({ username }: { username: string }) {
  const text = useAccountText()
  // A form that has done its work is replaced by an empty one.
  const [turn, setTurn] = useState(0)
  const change = useMutation({
    mutationFn: (fields: FormData) =>
      changePassword({
        old_password: readField(fields, 'old_password'),
        new_password: readField(fields, 'new_password'),
        revoke_api_keys: fields.has('revoke_api_keys'),
      }),
    onSuccess: () => {
      setTurn(turn + 1)
      toast(text.passwordChanged)
    },
  })
  const { error } = change
  return (
    <Section id="password" title={text.password} lead={text.passwordLead}>
      <Form
        key={turn}
        className="max-w-md"
        onSubmit={change.mutate}
        error={error}
        actions={
          <Button type="submit" busy={change.isPending}>
            {text.changePassword}
          </Button>
        }
      >
        <input type="text" autoComplete="username" value={username} readOnly hidden />
        <PasswordField
          label={text.currentPassword}
          name="old_password"
          autoComplete="current-password"
          required
          maxLength={1024}
          error={faultOf(error, 'old_password', 'WRONG_PASSWORD')}
        />
        <PasswordField
          label={text.newPassword}
          hint={text.newPasswordHint}
          name="new_password"
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={1024}
          error={faultOf(error, 'new_password', 'WEAK_PASSWORD')}
        />
        <CheckBox label={text.revokeKeys} hint={text.revokeKeysHint} name="revoke_api_keys" defaultChecked />
      </Form>
    </Section>
  )
}
