import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { platformConfig } from '../session/config.queries.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { Section } from '../ui/page.tsx'
import { faultOf, ProblemNote } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import type { Account } from './account.queries.ts'
import { changeAccount, sendConfirmation } from './account.queries.ts'
import { useAccountText } from './account.text.ts'
import { ProofField } from './proof-field.tsx'

const members = ['username', 'email', 'phone'] as const

/** What of these fields differs from the account. */
function changesOf(account: Account, fields: FormData) {
  const changed = members.filter((name) => readField(fields, name) !== (account[name] ?? ''))
  return Object.fromEntries(changed.map((name) => [name, readField(fields, name)]))
}

/** What signs one in. A new address or number opens the account, so it takes the password. */
export function ContactSection({ account }: { account: Account }) {
  const text = useAccountText()
  const { data: config } = useQuery(platformConfig)
  const [proof, setProof] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const save = useMutation({
    mutationFn: async (fields: FormData) => {
      const changes = changesOf(account, fields)
      if (Object.keys(changes).length === 0) return
      const current_password = readField(fields, 'current_password')
      await changeAccount({ ...changes, ...(current_password && { current_password }) })
    },
    onSuccess: () => {
      setProof(false)
      toast(text.saved)
    },
  })
  const { error } = save
  function look() {
    const form = box.current?.querySelector('form')
    if (!form) return
    const { email, phone } = changesOf(account, new FormData(form))
    setProof(email !== undefined || phone !== undefined)
  }
  return (
    <Section id="contact" title={text.contact} lead={text.contactLead}>
      <div ref={box} className="grid max-w-md gap-4">
        <Form
          // What was saved, as the server spells it, is what the fields begin with.
          key={members.map((name) => account[name]).join(' ')}
          onSubmit={save.mutate}
          onInput={look}
          error={error}
          actions={
            <Button type="submit" busy={save.isPending}>
              {text.save}
            </Button>
          }
        >
          <TextField
            label={text.username}
            name="username"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={64}
            defaultValue={account.username}
            error={faultOf(error, 'username', 'USERNAME_EXISTS')}
          />
          <TextField
            label={text.email}
            name="email"
            type="email"
            autoComplete="email"
            maxLength={254}
            defaultValue={account.email ?? ''}
            hint={
              config && !config.mail_configured
                ? text.emailNoMail
                : account.email_confirmed && text.emailConfirmed
            }
            error={faultOf(error, 'email', 'EMAIL_EXISTS')}
          />
          <TextField
            label={text.phone}
            name="phone"
            type="tel"
            autoComplete="tel"
            maxLength={40}
            defaultValue={account.phone ?? ''}
            error={faultOf(error, 'phone', 'PHONE_EXISTS')}
          />
          {proof && <ProofField username={account.username} error={error} />}
        </Form>
        {config?.mail_configured && <Waiting account={account} />}
      </div>
    </Section>
  )
}

/** An address whose link was not opened yet. */
function Waiting({ account }: { account: Account }) {
  const text = useAccountText()
  const again = useMutation({ mutationFn: sendConfirmation, onSuccess: () => toast(text.sentAgain) })
  const { pending_email, email, email_confirmed } = account
  if (!pending_email && (!email || email_confirmed)) return null
  return (
    <div className="grid justify-items-start gap-2 border-l-2 border-warn pl-3 text-sm">
      <p>{pending_email ? text.emailPending(pending_email) : text.emailUnconfirmed}</p>
      <Button small busy={again.isPending} onClick={() => again.mutate()}>
        {text.sendAgain}
      </Button>
      <ProblemNote error={again.error} />
    </div>
  )
}
