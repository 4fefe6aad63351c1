import unhomoglyph from 'unhomoglyph'
import type { Db } from '../database.ts'
import { UsernameExists } from './identifiers.ts'

/**
 * What a name looks like: letters of any script that pass for one another are one (Unicode's confusables, UTS 39), marks,
 * space and dots between them are none. For comparing only.
 */
const looksLike = (name: string): string =>
  unhomoglyph(name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase())
    .toLowerCase()
    .replace(/[i|]/g, 'l')
    .replace(/[\s\p{P}]/gu, '')

/** Raises USERNAME_EXISTS for a new name that a reader could take for an administrator's; another than the user's own. */
export async function refuseLookAlike(db: Db, username: string, userId?: string): Promise<void> {
  const admins = await db.selectFrom('users').select(['id', 'username']).where('role', '=', 'admin').execute()
  const look = looksLike(username)
  // A name of signs alone looks like nothing.
  if (look !== '' && admins.some((admin) => admin.id !== userId && looksLike(admin.username) === look))
    throw UsernameExists()
}
