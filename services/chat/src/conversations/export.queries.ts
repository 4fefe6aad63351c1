import type { ExportSelection } from '@lingzhi/contracts/chat-export'
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Db } from '../database.ts'

export type Selection = Static<typeof ExportSelection>

export interface ExportPlace {
  /** With microseconds, as the database has it. */
  created_at: string
  conversation_id: string
  /** The last message taken from that conversation; null: its line has gone out, without any. */
  message_id: string | null
}

export interface ExportedLines {
  lines: string | null
  conversations: number
  messages: number
  last: ExportPlace | null
  has_more: boolean
}

/** What is added to a message's text to make its line, roughly. */
const lineBytes = 300

/** Whose conversations: one's own and, by their ids, guests'; or those of every user. */
const owned = ({ user_id, every_user, conversation_ids: ids }: Selection): RawBuilder<unknown> => {
  if (every_user) return sql`user_id is not null`
  return ids ? sql`(user_id = ${user_id}::uuid or user_id is null)` : sql`user_id = ${user_id}::uuid`
}

const chosen = (selection: Selection): RawBuilder<unknown> => {
  const { conversation_ids: ids, from, until, as_of } = selection
  return sql`${owned(selection)}
    ${ids ? sql`and id = any(${ids}::uuid[])` : sql``}
    ${from ? sql`and created_at >= ${from}::timestamptz` : sql``}
    ${until ? sql`and created_at < ${until}::timestamptz` : sql``}
    ${as_of ? sql`and created_at < ${as_of}::timestamptz` : sql``}`
}

/** JSON's text of an instant, as the API has it. */
const instant = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/**
 * The next lines of an export, written by PostgreSQL as one text: conversations are walked along their index,
 * each one's messages along theirs, and what a message weighs is known before its text is touched. The order
 * of string_agg is that of its sorted subquery.
 */
export async function exportLines(
  db: Db,
  selection: Selection,
  after: ExportPlace | undefined,
  { messagesMax, bytesMax }: { messagesMax: number; bytesMax: number },
): Promise<ExportedLines> {
  const { every_user, changed_since, as_of } = selection
  // Everybody's conversations have no index but that of their ids, which are ordered by creation as well.
  const order = every_user ? sql`c.id` : sql`c.created_at, c.id`
  const walk = every_user ? sql`id` : sql`created_at, id`
  const resume = every_user
    ? sql`and id >= ${after?.conversation_id}::uuid`
    : sql`and (created_at, id) >= (${after?.created_at}::timestamptz, ${after?.conversation_id}::uuid)`
  // An answer's row stands from its question on; what it says came with the end of its reply.
  const changed = sql`coalesce(r.ended_at, m.created_at)`
  const current = after?.conversation_id ?? null
  const { rows } = await sql<ExportedLines>`
    with walked as (
      select c.id as conversation_id, c.created_at as begun_at, m.*,
        row_number() over place as n,
        sum(coalesce(octet_length(m.content), 0) + ${lineBytes}::int) over place as reach,
        lag(c.id, 1, ${current}::uuid) over place is distinct from c.id as opens
      from (
        select id, created_at from conversations
        where ${chosen(selection)} ${after ? resume : sql``}
        order by ${walk} ${changed_since ? sql`` : sql`limit ${messagesMax + 2}`}) c
      left join lateral (
        select m.id, m.parent_id, m.role, m.status, m.active, m.content, m.reasoning, m.created_at,
          r.agent_id, r.model, r.finish_reason, r.usage
        from messages m
        left join replies r on r.message_id = case when m.role = 'assistant' then m.id end
        where m.conversation_id = c.id and m.status in ('complete', 'stopped')
          ${after?.message_id ? sql`and (c.id <> ${current}::uuid or m.id > ${after.message_id}::uuid)` : sql``}
          ${changed_since ? sql`and ${changed} >= ${changed_since}::timestamptz` : sql``}
          ${as_of ? sql`and ${changed} < ${as_of}::timestamptz` : sql``}
        order by m.id limit ${messagesMax + 1}) m on true
      where ${changed_since ? sql`m.id is not null` : sql`(${!after} or c.id <> ${current}::uuid or m.id is not null)`}
      window place as (order by ${order}, m.id rows unbounded preceding)
      order by ${order}, m.id limit ${messagesMax + 1}),
    page as (
      select * from walked
      where n <= ${messagesMax} and (n = 1 or reach - coalesce(octet_length(content), 0) - ${lineBytes}::int < ${bytesMax}::int))
    select
      (select string_agg(line, '') from (
        select concat(
          case when p.opens then (
            select concat('{"type":"conversation","id":"', c.id, '","user_id":', coalesce(to_json(c.user_id)::text, 'null'),
              ',"title":', to_json(c.title), ',"agent_id":', c.agent_id, ',"agent_name":', to_json(a.name),
              ',"created_at":"', ${instant(sql`c.created_at`)}, '","last_active":"', ${instant(sql`c.last_active`)},
              '","message_count":', c.message_count, ',"pinned":', to_json(c.pinned),
              ',"archived":', to_json(c.archived), E'}\n')
            from conversations c join agents a on a.id = c.agent_id where c.id = p.conversation_id) end,
          case when p.id is not null then concat(
            '{"type":"message","id":"', p.id, '","conversation_id":"', p.conversation_id,
            '","parent_id":', coalesce(to_json(p.parent_id)::text, 'null'), ',"role":"', p.role,
            '","content":', to_json(p.content), ',"created_at":"', ${instant(sql`p.created_at`)},
            '","status":"', p.status, '","active":', case when p.active then 'true' else 'false' end,
            case when p.reasoning <> '' then concat(',"reasoning":', to_json(p.reasoning)) end,
            case when p.agent_id is not null then concat(
              ',"agent_id":', p.agent_id, ',"agent_name":', to_json(agents.name),
              ',"model":', coalesce(to_json(p.model)::text, 'null'),
              ',"finish_reason":', coalesce(to_json(p.finish_reason)::text, 'null'),
              ',"usage":', coalesce(p.usage::text, 'null')) end,
            E'}\n') end) as line
        from page p left join agents on agents.id = p.agent_id order by p.n) ordered) as lines,
      (select count(*) from page where opens)::int as conversations,
      (select count(*) from page where id is not null)::int as messages,
      (select json_build_object('created_at', begun_at, 'conversation_id', conversation_id, 'message_id', id)
        from page order by n desc limit 1) as last,
      (select count(*) from walked) > (select count(*) from page) as has_more`.execute(db)
  const [page] = rows
  if (!page) throw new Error('an aggregate has one row')
  return page
}

/** How many conversations and, by their counters, messages a selection has. */
export async function exportSize(db: Db, selection: Selection) {
  const { rows } = await sql<{ conversations: number; messages: number }>`
    select count(*)::int as conversations, coalesce(sum(message_count), 0)::int as messages
    from conversations where ${chosen(selection)}
      ${selection.changed_since ? sql`and last_active >= ${selection.changed_since}::timestamptz` : sql``}`.execute(
    db,
  )
  return rows[0] ?? { conversations: 0, messages: 0 }
}

/** How many of the conversations named the caller may export. */
export async function countExportable(db: Db, selection: Selection): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from conversations
    where ${owned(selection)} and id = any(${selection.conversation_ids ?? []}::uuid[])`.execute(db)
  return rows[0]?.count ?? 0
}
