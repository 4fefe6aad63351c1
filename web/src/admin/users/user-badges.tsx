import { Badge } from '../../ui/badge.tsx'
import type { ManagedUser } from './users.queries.ts'
import { useUsersText } from './users.text.ts'

export function UserBadges({ role, status }: Pick<ManagedUser, 'role' | 'status'>) {
  const text = useUsersText()
  return (
    <span className="flex flex-wrap gap-1">
      {role === 'admin' && <Badge tone="brand">{text.roleAdmin}</Badge>}
      {status === 'active' ? (
        <Badge>{text.statusActive}</Badge>
      ) : (
        <Badge tone="danger">{text.statusDisabled}</Badge>
      )}
    </span>
  )
}
