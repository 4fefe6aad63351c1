import { instant } from '@lingzhi/contracts/ids'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { UserRow } from '../accounts/account.ts'
import { toUser, User } from '../accounts/account.ts'

/** A user as administrators see one. */
export const ManagedUser = Type.Object(
  {
    ...User.properties,
    status: Type.Enum(['active', 'disabled']),
    updated_at: instant,
    last_login_at: Type.Union([instant, Type.Null()]),
  },
  { title: 'ManagedUser' },
)

export const toManagedUser = (row: UserRow): Static<typeof ManagedUser> => ({
  ...toUser(row),
  status: row.status,
  updated_at: row.updated_at.toISOString(),
  last_login_at: row.last_login_at?.toISOString() ?? null,
})
