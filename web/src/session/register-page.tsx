import { useMutation, useQuery } from '@tanstack/react-query'
import { Redirect, useSearch } from 'wouter'
import { api } from '../api/client.ts'
import { paths } from '../routes.ts'
import { Button } from '../ui/button.tsx'
import { PasswordField, TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { Skeleton } from '../ui/placeholder.tsx'
import { faultOf, ProblemNote } from '../ui/problem-note.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { platformConfig } from './config.queries.ts'
import { Door } from './door.tsx'
import { nextPath } from './next-path.ts'
import { useSessionText } from './session.text.ts'
import { signedIn, useSession } from './session.ts'

export function RegisterPage() {
  const text = useSessionText()
  const search = useSearch()
  const next = nextPath(search)
  const { state } = useSession()
  const { data: config, error, refetch } = useQuery(platformConfig)
  if (state === 'signed-in') return <Redirect to={next} replace />

  const foot = (
    <span>
      {text.haveAccount} <TextLink to={paths.signIn(next)}>{text.signIn}</TextLink>
    </span>
  )
  if (!config)
    return (
      <Door title={text.createAccount} phase={2} foot={foot}>
        {error ? <ProblemNote error={error} onRetry={refetch} /> : <Skeleton lines={4} />}
      </Door>
    )
  if (config.registration === 'closed')
    return <Door title={text.registerClosed} lead={text.registerClosedWhat} phase={1} foot={foot} />

  const invited = config.registration === 'invitation'
  const lead = next.startsWith('/c/')
    ? text.registerKeeps
    : invited
      ? text.registerInvited
      : text.registerLead
  return (
    <Door title={text.createAccount} lead={lead} phase={2} foot={foot}>
      <RegisterForm
        invitation={invited ? (new URLSearchParams(search).get('invitation') ?? '') : undefined}
        sendsMail={config.mail_configured}
      />
    </Door>
  )
}

/** `invitation`: where one is needed, the code of the link that led here. */
function RegisterForm({ invitation, sendsMail }: { invitation?: string; sendsMail: boolean }) {
  const text = useSessionText()
  const register = useMutation({
    mutationFn: async (fields: FormData) => {
      const { data } = await api.post('/api/register', {
        body: {
          username: readField(fields, 'username'),
          password: readField(fields, 'password'),
          email: readField(fields, 'email') || null,
          phone: readField(fields, 'phone') || null,
          ...(invitation !== undefined && { invitation: readField(fields, 'invitation').trim() }),
        },
      })
      await api.signIn(data)
      return data.user
    },
    onSuccess: signedIn,
  })
  const { error } = register
  return (
    <Form
      onSubmit={register.mutate}
      error={error}
      actions={
        <Button type="submit" kind="primary" busy={register.isPending} className="w-full">
          {text.createAccount}
        </Button>
      }
    >
      {invitation !== undefined && (
        <TextField
          label={text.invitation}
          hint={text.invitationHint}
          name="invitation"
          autoComplete="off"
          spellCheck={false}
          required
          maxLength={128}
          defaultValue={invitation}
          error={faultOf(error, 'invitation', 'INVALID_INVITATION')}
        />
      )}
      <TextField
        label={text.username}
        hint={text.usernameHint}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        maxLength={64}
        autoFocus
        error={faultOf(error, 'username', 'USERNAME_EXISTS')}
      />
      <PasswordField
        label={text.password}
        hint={text.passwordHint}
        name="password"
        autoComplete="new-password"
        required
        minLength={8}
        maxLength={1024}
        error={faultOf(error, 'password', 'WEAK_PASSWORD')}
      />
      <TextField
        label={text.email}
        hint={sendsMail ? text.emailHint : text.emailNoMail}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        error={faultOf(error, 'email', 'EMAIL_EXISTS')}
      />
      <TextField
        label={text.phone}
        hint={text.phoneHint}
        name="phone"
        type="tel"
        autoComplete="tel"
        maxLength={40}
        error={faultOf(error, 'phone', 'PHONE_EXISTS')}
      />
    </Form>
  )
}
