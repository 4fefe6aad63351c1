import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from '../api/client.ts'
import { paths } from '../routes.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { platformConfig } from './config.queries.ts'
import { Door } from './door.tsx'
import { useSessionText } from './session.text.ts'

export function ForgotPasswordPage() {
  const text = useSessionText()
  const { data: config } = useQuery(platformConfig)
  const send = useMutation({
    mutationFn: (fields: FormData) =>
      api.post('/api/forgot-password', { body: { email: readField(fields, 'email') } }),
  })
  const foot = <TextLink to={paths.signIn()}>{text.backToSignIn}</TextLink>
  if (config && !config.mail_configured)
    return <Door title={text.noMail} lead={text.noMailWhat} phase={1} foot={foot} />
  if (send.isSuccess) return <Door title={text.linkSent} lead={text.linkSentWhat} phase={4} foot={foot} />
  return (
    <Door title={text.forgotTitle} lead={text.forgotLead} phase={3} foot={foot}>
      <Form
        onSubmit={send.mutate}
        error={send.error}
        actions={
          <Button type="submit" kind="primary" busy={send.isPending} className="w-full">
            {text.sendLink}
          </Button>
        }
      >
        <TextField
          label={text.emailPlain}
          name="email"
          type="email"
          autoComplete="email"
          required
          maxLength={254}
          autoFocus
          error={faultOf(send.error, 'email')}
        />
      </Form>
    </Door>
  )
}
