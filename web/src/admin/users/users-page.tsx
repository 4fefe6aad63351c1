import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { paths } from '../../routes.ts'
import { ago, day } from '../../text/format.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/placeholder.tsx'
import { Table } from '../../ui/table.tsx'
import { useAdminText } from '../admin.text.ts'
import { Listing } from '../listing.tsx'
import { SearchField } from '../search-field.tsx'
import { oneOf, useFilters } from '../use-filters.ts'
import { UserBadges } from './user-badges.tsx'
import { roles, statuses, usersQuery } from './users.queries.ts'
import { useUsersText } from './users.text.ts'

export function UsersPage() {
  const text = useUsersText()
  const shared = useAdminText()
  const [filters, change] = useFilters('q', 'role', 'status')
  const query = useInfiniteQuery(
    usersQuery({
      q: filters.q || undefined,
      role: oneOf(roles, filters.role),
      status: oneOf(statuses, filters.status),
    }),
  )
  const filtered = Object.values(filters).some(Boolean)
  return (
    <Page title={shared.users} lead={text.lead} wide>
      <div className="grid items-start gap-4 sm:grid-cols-[2fr_1fr_1fr]">
        <SearchField
          label={text.search}
          hint={text.searchHint}
          value={filters.q}
          onSearch={(q) => change({ q })}
        />
        <SelectField
          label={text.role}
          value={filters.role}
          onChange={(event) => change({ role: event.target.value })}
        >
          <option value="">{shared.any}</option>
          <option value="user">{text.roleUser}</option>
          <option value="admin">{text.roleAdmin}</option>
        </SelectField>
        <SelectField
          label={text.status}
          value={filters.status}
          onChange={(event) => change({ status: event.target.value })}
        >
          <option value="">{shared.any}</option>
          <option value="active">{text.statusActive}</option>
          <option value="disabled">{text.statusDisabled}</option>
        </SelectField>
      </div>
      <Listing
        query={query}
        rowsOf={(page) => page.users}
        empty={
          filtered ? (
            <EmptyState title={shared.nothingFound}>
              <p>{text.noneFoundHow}</p>
              <Button className="mt-2" onClick={() => change({ q: '', role: '', status: '' })}>
                {shared.clearFilters}
              </Button>
            </EmptyState>
          ) : (
            <EmptyState title={text.noUsers}>{text.noUsersHow}</EmptyState>
          )
        }
      >
        {(users) => (
          <Table
            label={shared.users}
            rows={users}
            keyOf={(user) => user.id}
            columns={[
              {
                title: text.username,
                cell: (user) => (
                  <Link
                    href={paths.adminUser(user.id)}
                    className="font-semibold whitespace-nowrap text-brand hover:underline"
                  >
                    {user.username}
                  </Link>
                ),
              },
              { title: text.status, cell: (user) => <UserBadges role={user.role} status={user.status} /> },
              { title: text.phone, cell: (user) => user.phone ?? '–' },
              { title: text.email, cell: (user) => user.email ?? '–' },
              {
                title: text.lastLogin,
                cell: (user) => (
                  <span className="whitespace-nowrap">
                    {user.last_login_at ? ago(user.last_login_at) : text.never}
                  </span>
                ),
              },
              {
                title: text.created,
                cell: (user) => <span className="whitespace-nowrap">{day(user.created_at)}</span>,
              },
            ]}
          />
        )}
      </Listing>
    </Page>
  )
}
