import { sql } from 'kysely'
import type { Db } from '../database.ts'

export interface ExportScope {
  userId: string | null
  conversationIds?: string[]
  from?: string
  until?: string
}

export interface ExportPlace {
  created_at: string
  conversation_id: string
  /** The last message taken from that conversation; null: its header has gone out, without any. */
  message_id: string | null
}

export interface ExportRow {
  id: string
  title: string
  agent_id: number
  agent_name: string
  created_at: Date
  last_active: Date
  message_count: number
  message_id: string | null
  parent_id: string | null
  role: string | null
  content: string | null
  said_at: Date | null
}

/**
 * The next messages in export order, each with its conversation's header; an empty conversation is one row
 * without a message. One more row than `max` when it goes on. One query: conversations are walked along their index, and each one's messages along theirs.
 */
export async function exportRows(
  db: Db,
  { userId, conversationIds, from, until }: ExportScope,
  after: ExportPlace | undefined,
  max: number,
): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    select c.id, c.title, c.agent_id, a.name as agent_name, c.created_at, c.last_active, c.message_count,
      m.id as message_id, m.parent_id, m.role, m.content, m.created_at as said_at
    from (
      select * from conversations
      where user_id is not distinct from ${userId}::uuid
        ${conversationIds ? sql`and id = any(${conversationIds}::uuid[])` : sql``}
        ${from ? sql`and created_at >= ${from}::timestamptz` : sql``}
        ${until ? sql`and created_at < ${until}::timestamptz` : sql``}
        ${after ? sql`and (created_at, id) >= (${after.created_at}::timestamptz, ${after.conversation_id}::uuid)` : sql``}
      order by created_at, id limit ${max + 2}) c
    join agents a on a.id = c.agent_id
    left join lateral (
      select id, parent_id, role, content, created_at from messages
      where conversation_id = c.id and status in ('complete', 'stopped')
        ${after?.message_id ? sql`and (c.id <> ${after.conversation_id}::uuid or id > ${after.message_id}::uuid)` : sql``}
      order by id limit ${max + 1}) m on true
    ${after ? sql`where c.id <> ${after.conversation_id}::uuid or m.id is not null` : sql``}
    order by c.created_at, c.id, m.id limit ${max + 1}`.execute(db)
  return rows
}

/** How many of the conversations the caller may export. */
export async function countExportable(db: Db, userId: string | null, ids: string[]): Promise<number> {
  const { count } = await db
    .selectFrom('conversations')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('id', 'in', ids)
    // A user may take along a guest's conversation whose id they know, one by one.
    .where('user_id', 'is not distinct from', userId)
    .executeTakeFirstOrThrow()
  return count
}
