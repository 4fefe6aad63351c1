import { sql } from 'kysely'
import { activateUpTo, recount } from '../conversations/messages.queries.ts'
import type { Db } from '../database.ts'
import type { ChangedText } from './importing.queries.ts'

/** A message in the place that was kept for it, as a file that came before only pointed at it. */
export interface FilledGap extends ChangedText {
  conversationId: string
  parentId: string | null
  role: 'user' | 'assistant'
  createdAt: string
}

/**
 * Puts messages in the places kept for them. What they follow was not known when the places were made, so their conversations
 * are measured anew: depths, the active path, which ends where it did, and the count of messages.
 */
export async function fillGaps(trx: Db, gaps: FilledGap[]): Promise<void> {
  if (gaps.length === 0) return
  await sql`update messages m set role = of.role, content = of.content, reasoning = of.reasoning, status = of.status,
      terms = of.terms::tsvector, created_at = of."createdAt"::timestamptz, parent_id = of."parentId",
      changed_at = of.at::timestamptz
    from jsonb_to_recordset(${JSON.stringify(gaps)}) as of(id uuid, "parentId" uuid, role text, content text,
      reasoning text, status text, terms text, "createdAt" text, at text)
    where m.id = of.id and m.source_id is not null and m.status = 'failed'`.execute(trx)
  for (const [conversationId, some] of Map.groupBy(gaps, (gap) => gap.conversationId))
    await measure(
      trx,
      conversationId,
      some.map(({ id }) => id),
    )
}

async function measure(trx: Db, conversationId: string, filled: string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from messages
    where conversation_id = ${conversationId} and active order by depth desc limit 1`.execute(trx)
  // There may never be two active messages at one depth, not even on the way.
  await activateUpTo(trx, conversationId, null)
  const placed = sql`with recursive placed as (
      select id, 1 as depth from messages where conversation_id = ${conversationId} and parent_id is null
      union all select m.id, placed.depth + 1 from placed join messages m on m.parent_id = placed.id)`
  // Two files may each be a tree and together a circle: whoever closes it begins the conversation instead.
  await sql`${placed} update messages set parent_id = null
    where id = any(${filled}::uuid[]) and id not in (select id from placed)`.execute(trx)
  await sql`${placed} update messages m set depth = placed.depth from placed
    where m.id = placed.id and m.depth <> placed.depth`.execute(trx)
  await activateUpTo(trx, conversationId, rows[0]?.id ?? null)
  await recount(trx, conversationId)
}
