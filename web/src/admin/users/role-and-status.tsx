import { useState } from 'react'
import { useSession } from '../../session/session.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/page.tsx'
import { toast } from '../../ui/toast.tsx'
import type { ManagedUser, UserChange } from './users.queries.ts'
import { changeUser } from './users.queries.ts'
import { useUsersText } from './users.text.ts'

interface Change {
  title: string
  what: string
  act: string
  /** Takes something away. */
  danger?: boolean
  body: UserChange
}

/** What is changed, and what it means for the person, told before it is done. */
export function RoleAndStatus({ user }: { user: ManagedUser }) {
  const text = useUsersText()
  const { user: me } = useSession()
  const [asked, setAsked] = useState<Change>()
  const name = user.username
  const role: Change =
    user.role === 'admin'
      ? {
          title: text.makeUserTitle(name),
          what: text.makeUserWhat,
          act: text.makeUser,
          danger: true,
          body: { role: 'user' },
        }
      : {
          title: text.makeAdminTitle(name),
          what: text.makeAdminWhat,
          act: text.makeAdmin,
          body: { role: 'admin' },
        }
  const status: Change =
    user.status === 'active'
      ? {
          title: text.disableTitle(name),
          what: text.disableWhat,
          act: text.disable,
          danger: true,
          body: { status: 'disabled' },
        }
      : {
          title: text.enableTitle(name),
          what: text.enableWhat,
          act: text.enable,
          body: { status: 'active' },
        }
  return (
    <Section title={text.actions}>
      <div className="flex flex-wrap gap-2">
        {[role, status].map((change) => (
          <Button key={change.act} kind={change.danger ? 'danger' : 'plain'} onClick={() => setAsked(change)}>
            {change.act}
          </Button>
        ))}
      </div>
      {asked && (
        <AskFirst
          title={asked.title}
          act={asked.act}
          danger={asked.danger}
          onClose={() => setAsked(undefined)}
          onAct={async () => {
            await changeUser(user.id, asked.body)
            toast(text.changed)
          }}
        >
          <p>{asked.what}</p>
          {user.id === me?.id && asked.danger && <p className="text-danger">{text.self}</p>}
        </AskFirst>
      )}
    </Section>
  )
}
