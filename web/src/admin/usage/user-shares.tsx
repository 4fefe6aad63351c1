import { useAdminText } from '../admin.text.ts'
import { UserName } from '../user-name.tsx'
import type { Measure } from './measure.ts'
import { Shares } from './shares.tsx'
import type { UsageStats } from './usage.queries.ts'
import { useUsageText } from './usage.text.ts'
import { useUserNames } from './use-user-names.ts'

/** The API names users by id, so each shown costs a request for its name. */
const usersMax = 20

export function UserShares({ stats, measure }: { stats: UsageStats; measure: Measure }) {
  const text = useUsageText()
  const shared = useAdminText()
  const rows = (stats.by_user ?? []).slice(0, usersMax)
  const names = useUserNames(rows.flatMap(({ user_id }) => user_id ?? []))
  const nameOf = (id: string | null) => (id === null ? text.allGuests : (names.get(id) ?? shared.goneUser))
  return (
    <Shares
      title={text.perUser}
      of={text.user}
      measure={measure}
      rows={rows.map((one) => ({
        ...one,
        key: one.user_id ?? 'guests',
        name: nameOf(one.user_id),
        linked: <UserName id={one.user_id} nobody={text.allGuests} />,
      }))}
    />
  )
}
