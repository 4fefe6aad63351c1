import { useMutation } from '@tanstack/react-query'
import { cached } from '../api/cached.ts'
import { api } from '../api/client.ts'
import { paths } from '../routes.ts'
import { Button } from '../ui/button.tsx'
import { ProblemNote } from '../ui/problem-note.tsx'
import { TextLink } from '../ui/text-link.tsx'
import { Door } from './door.tsx'
import { dropLetterToken, useLetterToken } from './letter-token.ts'
import { useSessionText } from './session.text.ts'
import { useSession } from './session.ts'

/** Confirms only when asked: programs that look through mail open its links too, and an address must not prove itself. */
export function ConfirmEmailPage() {
  const text = useSessionText()
  const token = useLetterToken()
  const { user } = useSession()
  const confirm = useMutation({
    mutationFn: () => api.post('/api/confirm-email', { body: { token } }),
    onSuccess: () => {
      dropLetterToken()
      void cached.invalidateQueries()
    },
  })
  const on = user ? (
    <TextLink to={paths.account()}>{text.toAccount}</TextLink>
  ) : (
    <TextLink to={paths.signIn()}>{text.signIn}</TextLink>
  )
  if (!token) return <Door title={text.linkIncomplete} lead={text.confirmAgain} phase={1} foot={on} />
  if (confirm.isSuccess) return <Door title={text.confirmed} lead={text.confirmedWhat} phase={8} foot={on} />
  return (
    <Door title={text.confirmTitle} lead={text.confirmLead} phase={4} foot={confirm.isError && on}>
      {confirm.isError && (
        <>
          <ProblemNote error={confirm.error} />
          <p className="text-center text-sm text-ink-2">{text.confirmAgain}</p>
        </>
      )}
      <Button kind="primary" busy={confirm.isPending} onClick={() => confirm.mutate()}>
        {text.confirm}
      </Button>
    </Door>
  )
}
