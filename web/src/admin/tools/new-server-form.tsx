import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { PasswordField, TextField } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { faultOf } from '../../ui/problem-note.tsx'
import { toast } from '../../ui/toast.tsx'
import { addServer } from './tool-servers.queries.ts'
import { useToolServersText } from './tool-servers.text.ts'

/** Names a server; it is looked at at once. */
export function NewServerForm() {
  const text = useToolServersText()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [round, setRound] = useState(0)
  async function send(fields: FormData) {
    setBusy(true)
    setError(null)
    const of = (name: string) => String(fields.get(name) ?? '').trim()
    const authorization = of('authorization')
    try {
      await addServer({
        name: of('name'),
        url: of('url'),
        ...(authorization && { headers: { Authorization: authorization } }),
      })
      toast(text.added)
      setRound(round + 1)
    } catch (refusal) {
      setError(refusal)
    }
    setBusy(false)
  }
  return (
    <Form
      key={round}
      onSubmit={(fields) => void send(fields)}
      error={error}
      actions={
        <Button kind="primary" type="submit" busy={busy}>
          {text.add}
        </Button>
      }
      className="rounded-md border border-line bg-raised p-4 md:grid-cols-3"
    >
      <TextField
        label={text.name}
        hint={text.nameHint}
        name="name"
        required
        autoComplete="off"
        error={faultOf(error, 'name')}
      />
      <TextField
        label={text.url}
        hint={text.urlHint}
        name="url"
        type="url"
        required
        autoComplete="off"
        error={faultOf(error, 'url')}
      />
      <PasswordField
        label={text.authorization}
        hint={text.authorizationHint}
        name="authorization"
        autoComplete="off"
        error={faultOf(error, 'headers')}
      />
    </Form>
  )
}
