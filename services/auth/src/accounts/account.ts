import { instant, Uuid } from '@lingzhi/contracts/ids'
import { Nullable } from '@lingzhi/contracts/shapes'
import type { Selectable } from 'kysely'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { shownEmail } from '../addresses/email-state.ts'
import type { Database } from '../database.ts'

/** A user, as in the public contract. */
export const User = Type.Object(
  {
    id: Uuid,
    username: Type.String(),
    phone: Nullable(Type.String()),
    email: Nullable(Type.String()),
    email_confirmed: Type.Boolean(),
    role: Type.Enum(['user', 'admin']),
    created_at: instant,
  },
  { title: 'User' },
)
export type User = Static<typeof User>

export type UserRow = Selectable<Database['users']>

export const toUser = (
  row: Pick<
    UserRow,
    'id' | 'username' | 'phone' | 'email' | 'pending_email' | 'email_confirmed_at' | 'role' | 'created_at'
  >,
): User => ({
  id: row.id,
  username: row.username,
  phone: row.phone,
  email: shownEmail(row),
  email_confirmed: row.email_confirmed_at !== null,
  role: row.role,
  created_at: row.created_at.toISOString(),
})
