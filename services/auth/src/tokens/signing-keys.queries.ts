import { sql } from 'kysely'
import type { Db } from '../database.ts'

/** Only one replica at a time may change signing keys: takes a lock until the transaction ends. */
export async function lockSigningKeys(trx: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('signing_keys'))`.execute(trx)
}

/** Newest activation first. */
export const listSigningKeys = (db: Db) =>
  db.selectFrom('signing_keys').selectAll().orderBy('activates_at', 'desc').orderBy('id', 'desc').execute()

/** The public signing keys (RFC 7517), read from the database: a key another replica just made is in it. */
export async function readPublicKeys(db: Db) {
  const rows = await db
    .selectFrom('signing_keys')
    .select('public_key')
    .orderBy('activates_at', 'desc')
    .execute()
  return { keys: rows.map((row) => row.public_key) }
}

export async function insertSigningKey(
  db: Db,
  key: { id: string; publicKey: object; privateKey: Buffer; at: Date; activatesAt: Date },
): Promise<void> {
  await db
    .insertInto('signing_keys')
    .values({
      id: key.id,
      public_key: JSON.stringify(key.publicKey),
      private_key: key.privateKey,
      created_at: key.at,
      activates_at: key.activatesAt,
    })
    .execute()
}

export async function deleteSigningKeysExcept(db: Db, id: string): Promise<void> {
  await db.deleteFrom('signing_keys').where('id', '<>', id).execute()
}

/** Removes keys that a newer one had replaced before the given instant. */
export async function deleteReplacedSigningKeys(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('signing_keys as old')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('signing_keys as newer')
          .select('newer.id')
          .whereRef('newer.activates_at', '>', 'old.activates_at')
          .where('newer.activates_at', '<', before),
      ),
    )
    .execute()
}
