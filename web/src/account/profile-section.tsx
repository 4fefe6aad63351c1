import { useMutation } from '@tanstack/react-query'
import { Button } from '../ui/button.tsx'
import { TextArea, TextField } from '../ui/field.tsx'
import { Form, readField } from '../ui/form.tsx'
import { Section } from '../ui/page.tsx'
import { faultOf } from '../ui/problem-note.tsx'
import { toast } from '../ui/toast.tsx'
import type { Account } from './account.queries.ts'
import { changeAccount } from './account.queries.ts'
import { useAccountText } from './account.text.ts'

const members = ['real_name', 'title', 'position', 'gender', 'location', 'website', 'avatar_url'] as const

/** What one wants to say about oneself; nothing of it signs anyone in. */
export function ProfileSection({ account }: { account: Account }) {
  const text = useAccountText()
  const save = useMutation({
    mutationFn: async (fields: FormData) => {
      const changed = [...members, 'bio' as const].filter(
        (name) => readField(fields, name) !== (account.profile[name] ?? ''),
      )
      if (changed.length > 0)
        await changeAccount(Object.fromEntries(changed.map((name) => [name, readField(fields, name)])))
    },
    onSuccess: () => toast(text.saved),
  })
  return (
    <Section id="profile" title={text.profile} lead={text.profileLead}>
      <Form
        onSubmit={save.mutate}
        error={save.error}
        actions={
          <Button type="submit" busy={save.isPending}>
            {text.save}
          </Button>
        }
      >
        <div className="grid gap-4 md:grid-cols-2">
          {members.map((name) => (
            <TextField
              key={name}
              label={text[name]}
              name={name}
              type={name === 'website' || name === 'avatar_url' ? 'url' : 'text'}
              autoComplete="off"
              maxLength={2000}
              defaultValue={account.profile[name]}
              error={faultOf(save.error, name)}
            />
          ))}
        </div>
        <TextArea
          label={text.bio}
          name="bio"
          rows={3}
          maxLength={2000}
          defaultValue={account.profile.bio}
          error={faultOf(save.error, 'bio')}
        />
      </Form>
    </Section>
  )
}
