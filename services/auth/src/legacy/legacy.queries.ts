import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Makes runs of one import wait for each other. */
export async function lockSource(trx: Db, source: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${source}, 17))`.execute(trx)
}

/** Who of these came before: the account each has become, null once that was deleted. */
export async function importedBefore(db: Db, source: string, origins: string[]) {
  const rows = await db
    .selectFrom('imported_users')
    .leftJoin('users', 'users.id', 'imported_users.user_id')
    .select(['origin', 'users.id as user_id', 'users.username'])
    .where('source', '=', source)
    .where('origin', '=', sql<string>`any(${origins}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.origin, row]))
}

/** Those of these folded identifiers that an account has. */
export async function identifiersTaken(db: Db, values: string[]): Promise<Set<string>> {
  const rows = await db
    .selectFrom('user_identifiers')
    .select('value')
    .where('value', '=', sql<string>`any(${values}::text[])`)
    .execute()
  return new Set(rows.map(({ value }) => value))
}

export async function noteImported(
  trx: Db,
  row: { source: string; origin: string; user_id: string; imported_at: Date },
): Promise<void> {
  await trx.insertInto('imported_users').values(row).execute()
}

/** What an account had beyond what a new one has; not the time of its import, but its own. */
export async function keepPast(
  trx: Db,
  userId: string,
  {
    status,
    profile,
    lastLoginAt,
  }: { status: 'active' | 'disabled'; profile: object; lastLoginAt: Date | null },
): Promise<void> {
  await trx
    .updateTable('users')
    .set({ status, profile: JSON.stringify(profile), last_login_at: lastLoginAt })
    .where('id', '=', userId)
    .execute()
}
