import type { Db } from '../database.ts'
import { listPublicKeys } from './signing-keys.queries.ts'

/** The public signing keys (RFC 7517), read from the database: a key another replica just made is in it. */
export async function readPublicKeys(db: Db) {
  return { keys: (await listPublicKeys(db)).map((row) => row.public_key) }
}
