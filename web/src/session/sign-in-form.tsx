import { ProblemError } from '@lingzhi/api-client'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { api } from '../api/client.ts'
import { paths } from '../routes.ts'
import { Button } from '../ui/button.tsx'
import { PasswordField, TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import { useSessionText } from './session.text.ts'
import { signedIn } from './session.ts'

const codeOf = (error: unknown) => (error instanceof ProblemError ? error.code : undefined)

/** Signs in. `username`: of a session that has lapsed, and is nobody else's. */
export function SignInForm({ username }: { username?: string }) {
  const text = useSessionText()
  const [, navigate] = useLocation()
  const [factor, setFactor] = useState<'app' | 'recovery' | null>(null)
  const logIn = useMutation({
    mutationFn: (fields: FormData) => {
      const code = readField(fields, 'code').trim()
      const password = readField(fields, 'password')
      return api.logIn({ username: readField(fields, 'username'), password, ...(code && { code }) })
    },
    onSuccess: ({ user, second_factor_needed }) => {
      signedIn(user)
      if (!second_factor_needed) return
      toast(text.factorFirst)
      navigate(paths.account())
    },
    onError: (error) => {
      if (codeOf(error) === 'SECOND_FACTOR_NEEDED') setFactor('app')
    },
  })
  // The password was right: what is asked for next is no fault.
  const error = codeOf(logIn.error) === 'SECOND_FACTOR_NEEDED' ? null : logIn.error
  const codeFault = faultOf(error, 'code', 'WRONG_CODE')
  return (
    <Form
      onSubmit={logIn.mutate}
      error={error}
      actions={
        <Button type="submit" kind="primary" busy={logIn.isPending} className="w-full">
          {text.signIn}
        </Button>
      }
    >
      <TextField
        label={text.identifier}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={254}
        defaultValue={username}
        readOnly={username !== undefined}
        autoFocus={username === undefined}
        error={faultOf(error, 'username')}
      />
      <PasswordField
        label={text.password}
        name="password"
        autoComplete="current-password"
        required
        maxLength={1024}
        autoFocus={username !== undefined}
        error={faultOf(error, 'password')}
      />
      {factor && (
        <div className="grid gap-1">
          <TextField
            key={factor}
            label={factor === 'app' ? text.code : text.recoveryCode}
            hint={factor === 'app' ? text.codeHint : text.recoveryHint}
            name="code"
            autoComplete="one-time-code"
            inputMode={factor === 'app' ? 'numeric' : 'text'}
            autoCapitalize="none"
            spellCheck={false}
            required
            minLength={6}
            maxLength={40}
            autoFocus
            error={codeFault}
          />
          <Button
            small
            kind="quiet"
            className="justify-self-start"
            onClick={() => setFactor(factor === 'app' ? 'recovery' : 'app')}
          >
            {factor === 'app' ? text.useRecovery : text.useApp}
          </Button>
        </div>
      )}
    </Form>
  )
}
