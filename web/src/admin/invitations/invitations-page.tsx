import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { count, moment } from '../../text/format.ts'
import { AskFirst } from '../../ui/ask-first.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/placeholder.tsx'
import { Table } from '../../ui/table.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAdminText } from '../admin.text.ts'
import { Listing } from '../listing.tsx'
import { UserName } from '../user-name.tsx'
import { invitationsQuery, registrationQuery, withdrawInvitation } from './invitations.queries.ts'
import { useInvitationsText } from './invitations.text.ts'
import { InviteForm } from './invite-form.tsx'

export function InvitationsPage() {
  const text = useInvitationsText()
  const shared = useAdminText()
  const query = useInfiniteQuery(invitationsQuery())
  const { data: registration } = useQuery(registrationQuery())
  const [asked, setAsked] = useState<string>()
  return (
    <Page title={shared.invitations} lead={text.lead} wide>
      {registration === 'open' && <p className="text-sm text-ink-2">{text.open}</p>}
      {registration === 'closed' && <p className="text-sm text-warn">{text.closed}</p>}
      <InviteForm />
      <Listing
        query={query}
        rowsOf={(page) => page.invitations}
        empty={<EmptyState title={text.none}>{text.noneHow}</EmptyState>}
      >
        {(invitations) => (
          <Table
            label={shared.invitations}
            rows={invitations}
            keyOf={(one) => one.id}
            columns={[
              {
                title: text.created,
                cell: (one) => <span className="whitespace-nowrap">{moment(one.created_at)}</span>,
              },
              {
                title: text.expires,
                cell: (one) => <span className="whitespace-nowrap">{moment(one.expires_at)}</span>,
              },
              { title: text.left, cell: (one) => count(one.uses_left), end: true },
              { title: text.by, cell: (one) => <UserName id={one.created_by} nobody={shared.goneUser} /> },
              {
                title: text.act,
                cell: (one) => (
                  <Button small kind="danger" onClick={() => setAsked(one.id)}>
                    {text.withdraw}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Listing>
      {asked !== undefined && (
        <AskFirst
          title={text.withdrawTitle}
          act={text.withdraw}
          danger
          onClose={() => setAsked(undefined)}
          onAct={async () => {
            await withdrawInvitation(asked)
            toast(text.withdrawn)
          }}
        >
          {text.withdrawWhat}
        </AskFirst>
      )}
    </Page>
  )
}
