import { ProblemError } from '@lingzhi/api-client'
import { useMutation } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { paths } from '../routes.ts'
import { Button } from '../ui/button.tsx'
import { PasswordField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { Door } from './door.tsx'
import { dropLetterToken, useLetterToken } from './letter-token.ts'
import { useSessionText } from './session.text.ts'

export function ResetPasswordPage() {
  const text = useSessionText()
  const token = useLetterToken()
  const reset = useMutation({
    mutationFn: (fields: FormData) =>
      api.post('/api/reset-password', { body: { token, new_password: readField(fields, 'new_password') } }),
    onSuccess: dropLetterToken,
  })
  const again = <TextLink to={paths.forgotPassword()}>{text.resetAgain}</TextLink>
  if (!token)
    return <Door title={text.linkIncomplete} lead={text.linkIncompleteWhat} phase={1} foot={again} />
  if (reset.isSuccess)
    return (
      <Door
        title={text.resetDone}
        lead={text.resetDoneWhat}
        phase={8}
        foot={<TextLink to={paths.signIn()}>{text.signIn}</TextLink>}
      />
    )
  const { error } = reset
  const isSpent = error instanceof ProblemError && error.code === 'INVALID_RESET_TOKEN'
  return (
    <Door title={text.resetTitle} lead={text.resetLead} phase={4} foot={isSpent && again}>
      <Form
        onSubmit={reset.mutate}
        error={error}
        actions={
          <Button type="submit" kind="primary" busy={reset.isPending} className="w-full">
            {text.save}
          </Button>
        }
      >
        <PasswordField
          label={text.newPassword}
          hint={text.passwordHint}
          name="new_password"
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={1024}
          autoFocus
          error={faultOf(error, 'new_password', 'WEAK_PASSWORD')}
        />
      </Form>
    </Door>
  )
}
