import type { Role } from '@lingzhi/identity/principal'
import { beginningsOf } from '../accounts/spellings.ts'
import type { Db, Status } from '../database.ts'

export interface UserFilter {
  /** The beginning of a user name, phone number or e-mail address. */
  q: string | undefined
  role: Role | undefined
  status: Status | undefined
  after: string | undefined
  limit: number
}

/** Users, newest first, one more than the limit. */
export function listUsers(db: Db, { q, role, status, after, limit }: UserFilter) {
  return db
    .selectFrom('users')
    .selectAll()
    .$if(q !== undefined, (query) =>
      query.where('id', 'in', (eb) =>
        eb
          .selectFrom('user_identifiers')
          .select('user_id')
          .where((eb) =>
            eb.or(
              beginningsOf(q ?? '').map((one) => eb('value', 'like', `${one.replace(/[\\%_]/g, '\\$&')}%`)),
            ),
          ),
      ),
    )
    .$if(role !== undefined, (query) => query.where('role', '=', role as Role))
    .$if(status !== undefined, (query) => query.where('status', '=', status as Status))
    .$if(after !== undefined, (query) => query.where('id', '<', after as string))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
}

export const setRoleAndStatus = (
  trx: Db,
  id: string,
  { role, status, at }: { role: Role; status: Status; at: Date },
) =>
  trx
    .updateTable('users')
    .set({ role, status, updated_at: at })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()

/** The active administrators, locked until the transaction ends; in one order, so that two callers cannot deadlock. */
export const lockActiveAdmins = (trx: Db) =>
  trx
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('status', '=', 'active')
    .orderBy('id')
    .forUpdate()
    .execute()
