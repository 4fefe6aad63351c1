import type { ImportBatch } from '@lingzhi/contracts/chat-import'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import { termsOf } from '../conversations/messages.queries.ts'
import type { Db } from '../database.ts'

export type BatchResult = Static<typeof ImportBatch.result>

/** Makes batches of one import wait for each other, so that one sent twice is stored once. */
export async function lockImport(trx: Db, jobId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${jobId}, 16))`.execute(trx)
}

export async function storedResult(db: Db, jobId: string, seq: number): Promise<BatchResult | undefined> {
  const row = await db
    .selectFrom('import_batches')
    .select('result')
    .where('job_id', '=', jobId)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.result
}

export async function storeResult(
  trx: Db,
  batch: { job_id: string; seq: number; user_id: string; stored_at: Date },
  result: BatchResult,
): Promise<void> {
  const values = { ...batch, result: JSON.stringify(result) }
  await trx.insertInto('import_batches').values(values).execute()
}

export async function wasDeleted(db: Db, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('deleted_users')
    .select('user_id')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row !== undefined
}

/** Results of batches are kept for as long as an import may take to ask again. */
export async function removeOldResults(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('import_batches').where('stored_at', '<', before).execute()
}

export async function removeResultsOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('import_batches').where('user_id', '=', userId).execute()
}

export interface KnownConversation {
  /** The key it was found by. */
  key: string
  /** The key is not its own, but that of somebody's conversation which has the same origin. */
  detour: boolean
  id: string
  /** It was imported, and nobody has renamed, pinned or archived it here since. */
  follows: boolean
  title: string
  pinned: boolean
  archived: boolean
  message_count: number
  /** Depth of the last message on the active path; 0: there is none. */
  leaf_depth: number
  leaf_id: string | null
}

/**
 * The user's conversations among these keys, locked for the rest of the transaction: by their own id, by what they were
 * imported as, or because the key is that of somebody's conversation here which was imported from the same place.
 */
export async function lockKnown(
  trx: Db,
  userId: string,
  keys: string[],
): Promise<Map<string, KnownConversation>> {
  if (keys.length === 0) return new Map()
  const { rows } = await sql<{ key: string; id: string; detour: boolean }>`
    select id as key, id, false as detour from conversations
      where user_id = ${userId} and id = any(${keys}::uuid[])
    union all select source_id, id, false from conversations
      where user_id = ${userId} and source_id = any(${keys}::uuid[])
    union all select other.id, own.id, true from conversations other
      join conversations own on own.user_id = ${userId}
        and (own.source_id = other.source_id or own.id = other.source_id)
      where other.id = any(${keys}::uuid[]) and other.source_id is not null`.execute(trx)
  if (rows.length === 0) return new Map()
  const ids = [...new Set(rows.map(({ id }) => id))].sort()
  const { rows: found } = await sql<Omit<KnownConversation, 'key' | 'detour'>>`
    select c.id, c.title, c.pinned, c.archived, c.message_count,
      c.source_id is not null and c.imported_at is not distinct from c.changed_at as follows,
      coalesce(leaf.depth, 0) as leaf_depth, leaf.id as leaf_id
    from (select * from conversations where id = any(${ids}::uuid[]) order by id for update) c
    left join lateral (select id, depth from messages
      where conversation_id = c.id and active order by depth desc limit 1) leaf on true`.execute(trx)
  const byId = new Map(found.map((one) => [one.id, one]))
  const known = new Map<string, KnownConversation>()
  for (const { key, id, detour } of rows) {
    const one = byId.get(id)
    if (one && !known.has(key)) known.set(key, { key, detour, ...one })
  }
  return known
}

export interface KnownMessage {
  conversation_id: string
  id: string
  source_id: string | null
  depth: number
  active: boolean
  role: 'user' | 'assistant'
  status: string
  /** MD5 of content and reasoning. */
  digest: string
  rated: boolean
}

/** The messages of these conversations that have one of the keys, as their own id or as what they were imported as. */
export async function knownMessages(
  db: Db,
  conversationIds: string[],
  keys: string[],
): Promise<KnownMessage[]> {
  if (conversationIds.length === 0 || keys.length === 0) return []
  const { rows } = await sql<KnownMessage>`
    select conversation_id, id, source_id, depth, active, role, status,
      md5(md5(content) || md5(reasoning)) as digest,
      exists (select from feedback where message_id = messages.id) as rated
    from messages where conversation_id = any(${conversationIds}::uuid[])
      and (id = any(${keys}::uuid[]) or source_id = any(${keys}::uuid[]))`.execute(db)
  return rows
}

/** What messages with these ids, anybody's, were imported as. */
export async function sourcesOf(db: Db, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; source_id: string }>`
    select id, source_id from messages where id = any(${ids}::uuid[]) and source_id is not null`.execute(db)
  return new Map(rows.map(({ id, source_id }) => [id, source_id]))
}

/** What was added to a conversation that was here already. */
export interface Addition {
  id: string
  /** Messages on the active path. */
  shown: number
  lastActive: string
  bytes: number
}

export async function noteAdditions(trx: Db, additions: Addition[]): Promise<void> {
  if (additions.length === 0) return
  await sql`update conversations c set message_count = c.message_count + of.shown,
      imported_bytes = c.imported_bytes + of.bytes,
      last_active = greatest(c.last_active, of.last_active::timestamptz)
    from jsonb_to_recordset(${JSON.stringify(additions.map(({ lastActive, ...rest }) => ({ ...rest, last_active: lastActive })))})
      as of(id uuid, shown integer, bytes bigint, last_active text)
    where c.id = of.id`.execute(trx)
}

/** A conversation's title and marks as the file has them; it goes on following the file. */
export async function followFile(
  trx: Db,
  id: string,
  { title, pinned, archived }: { title: string; pinned: boolean; archived: boolean },
): Promise<void> {
  await sql`update conversations set title = ${title}, title_terms = ${termsOf(title)},
    pinned = ${pinned}, archived = ${archived} where id = ${id}`.execute(trx)
  // A statement of its own: only now has the trigger noted the change.
  await sql`update conversations set imported_at = changed_at where id = ${id}`.execute(trx)
}

export interface ChangedText {
  id: string
  content: string
  reasoning: string
  status: 'complete' | 'stopped'
  terms: string
  at: string
}

/** Replaces the texts of messages that were imported. */
export async function replaceTexts(trx: Db, changed: ChangedText[]): Promise<void> {
  if (changed.length === 0) return
  await sql`update messages m set content = of.content, reasoning = of.reasoning, status = of.status,
      terms = of.terms::tsvector, changed_at = of.at::timestamptz
    from jsonb_to_recordset(${JSON.stringify(changed)})
      as of(id uuid, content text, reasoning text, status text, terms text, at text)
    where m.id = of.id and m.source_id is not null`.execute(trx)
}

/** Agents by name and by id, deleted ones included, those in use first. */
export async function agentsNamed(db: Db, names: string[]) {
  if (names.length === 0) return []
  return db
    .selectFrom('agents')
    .select(['id', 'name', 'status'])
    .where('name', 'in', names)
    .orderBy('status')
    .orderBy('id')
    .execute()
}
