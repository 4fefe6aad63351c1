import { useInfiniteQuery } from '@tanstack/react-query'
import { moment } from '../../text/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/placeholder.tsx'
import { Table } from '../../ui/table.tsx'
import { useAdminText } from '../admin.text.ts'
import { Listing } from '../listing.tsx'
import { SearchField } from '../search-field.tsx'
import { useFilters } from '../use-filters.ts'
import { UserName } from '../user-name.tsx'
import { useActions, useFactNames } from './actions.text.ts'
import type { AuditEntry } from './audit.queries.ts'
import { auditQuery } from './audit.queries.ts'
import { useAuditText } from './audit.text.ts'
import { factsOf } from './detail.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function AuditPage() {
  const text = useAuditText()
  const shared = useAdminText()
  const actions: Record<string, string> = useActions()
  const [filters, change] = useFilters('user_id', 'action')
  const isId = uuid.test(filters.user_id)
  const query = useInfiniteQuery(
    auditQuery({
      user_id: isId ? filters.user_id : undefined,
      action: Object.hasOwn(actions, filters.action) ? filters.action : undefined,
    }),
  )
  const filtered = filters.user_id !== '' || filters.action !== ''
  return (
    <Page title={shared.audit} lead={text.lead} wide>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <SelectField
          label={text.action}
          value={filters.action}
          onChange={(event) => change({ action: event.target.value })}
        >
          <option value="">{shared.any}</option>
          {Object.entries(actions).map(([action, name]) => (
            <option key={action} value={action}>
              {name}
            </option>
          ))}
        </SelectField>
        <SearchField
          label={text.userId}
          hint={text.userIdHint}
          error={filters.user_id && !isId ? text.userIdFault : undefined}
          value={filters.user_id}
          onSearch={(user_id) => change({ user_id })}
        />
      </div>
      <Listing
        query={query}
        rowsOf={(page) => page.entries}
        empty={
          filtered ? (
            <EmptyState title={shared.nothingFound}>
              <Button onClick={() => change({ user_id: '', action: '' })}>{shared.clearFilters}</Button>
            </EmptyState>
          ) : (
            <EmptyState title={text.none}>{text.noneHow}</EmptyState>
          )
        }
      >
        {(entries) => <Entries entries={entries} />}
      </Listing>
    </Page>
  )
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  const text = useAuditText()
  const shared = useAdminText()
  const actions: Record<string, string> = useActions()
  // Newest first, so that the end of an account comes before what it did: no name is asked for in vain.
  const gone = new Set(
    entries.flatMap((one) => (one.action === 'account.deleted' ? (one.user_id ?? []) : [])),
  )
  const name = (id: string | null, nobody: string) => (
    <UserName id={id} gone={id !== null && gone.has(id)} nobody={nobody} />
  )
  return (
    <Table
      label={shared.audit}
      rows={entries}
      keyOf={(entry) => entry.id}
      columns={[
        {
          title: text.at,
          cell: (entry) => <span className="whitespace-nowrap">{moment(entry.at)}</span>,
        },
        {
          title: text.action,
          cell: (entry) => (
            <div className="grid min-w-40 justify-items-start gap-1">
              <span title={entry.action}>{actions[entry.action] ?? entry.action}</span>
              {entry.outcome === 'failure' && <Badge tone="danger">{text.failed}</Badge>}
            </div>
          ),
        },
        { title: text.actor, cell: (entry) => name(entry.actor_id, text.nobody) },
        { title: text.user, cell: (entry) => name(entry.user_id, text.noUser) },
        { title: text.address, cell: (entry) => entry.address ?? '–' },
        { title: text.detail, cell: (entry) => <Detail entry={entry} /> },
        {
          title: text.requestId,
          cell: ({ request_id }) =>
            request_id && (
              <code className="block w-20 truncate text-xs text-ink-3" title={request_id}>
                {request_id}
              </code>
            ),
        },
      ]}
    />
  )
}

function Detail({ entry }: { entry: AuditEntry }) {
  const names: Record<string, string> = useFactNames()
  const facts = factsOf(entry.detail)
  return (
    <dl className="grid min-w-48 text-xs">
      {facts.map(({ name, value }) => (
        <div key={name} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-3">{names[name] ?? name}</dt>
          <dd className="min-w-0 break-words text-ink-2">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
