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
  /** The last message sent from that conversation; null: only the conversation's own line was sent. */
  message_id: string | null
}

/** Roughly how many bytes a message's line adds to its text. */
const lineBytes = 280

/** The owners' condition: the caller's conversations and, by their ids, guests'; or every user's. Never temporary ones. */
const owned = ({ user_id, every_user, conversation_ids: ids }: Selection): RawBuilder<unknown> => {
  if (every_user) return sql`user_id is not null and not temporary`
  return ids
    ? sql`(user_id = ${user_id}::uuid or user_id is null) and not temporary`
    : sql`user_id = ${user_id}::uuid and not temporary`
}

const chosen = (selection: Selection): RawBuilder<unknown> => {
  const { conversation_ids: ids, from, until, as_of } = selection
  return sql`${owned(selection)}
    ${ids ? sql`and id = any(${ids}::uuid[])` : sql``}
    ${from ? sql`and created_at >= ${from}::timestamptz` : sql``}
    ${until ? sql`and created_at < ${until}::timestamptz` : sql``}
    ${as_of ? sql`and created_at < ${as_of}::timestamptz` : sql``}`
}

/** An instant as JSON text in the API's form; to the microsecond where it has any, as one that was imported may. */
const instant = (column: RawBuilder<unknown>) =>
  sql`to_char(${column} at time zone 'UTC', case when extract(microsecond from ${column})::integer % 1000 = 0
    then 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"' else 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' end)`

/**
 * The next lines of an export, written by PostgreSQL: one row per conversation with its lines as one text, the instant
 * it was created, the numbers of conversation and message lines, and whether more lines follow the page.
 * Conversations and messages are read in the order of their indexes, and a message's size is known before its text is
 * read. string_agg takes the lines in the order of the sorted subquery.
 */
export function exportLines(
  selection: Selection,
  after: ExportPlace | undefined,
  { messagesMax, bytesMax }: { messagesMax: number; bytesMax: number },
): RawBuilder<unknown> {
  const { every_user, changed_since, as_of } = selection
  // All users' conversations are indexed only by id; ids are ordered by creation as well.
  const order = every_user ? sql`c.id` : sql`c.created_at, c.id`
  const walk = every_user ? sql`id` : sql`created_at, id`
  const resume = every_user
    ? sql`and id >= ${after?.conversation_id}::uuid`
    : sql`and (created_at, id) >= (${after?.created_at}::timestamptz, ${after?.conversation_id}::uuid)`
  // An answer's row is created with its question; its text is stored at the end of its reply.
  const changed = sql`coalesce(r.ended_at, m.created_at)`
  // Whether a conversation gets a line even if none of its messages does.
  const conversationChanged = changed_since
    ? sql`coalesce(changed_at, created_at) >= ${changed_since}::timestamptz`
    : sql`true`
  const current = after?.conversation_id ?? null
  // `written.` selects the instant: the bare name is its text among the results, and grouping by that would sort all of
  // them before the first is sent.
  const groups = every_user ? sql`conversation_id, written.begun_at` : sql`written.begun_at, conversation_id`
  return sql`
    select string_agg(line, '') as lines, begun_at::text,
      (count(*) filter (where opens and fits))::text as conversations,
      (count(id) filter (where fits))::text as messages,
      bool_or(not fits)::text as has_more
    from (
      select conversation_id, id, opens, fits, begun_at, case when fits then concat(
        case when opens then (${conversationLine(sql`placed.conversation_id`)}) end,
        case when id is not null then ${messageLine} end) end as line
      from (
        select *, n <= ${messagesMax} and (n = 1 or reach - coalesce(weight, 0) < ${bytesMax}::int) as fits
        from (
          select c.id as conversation_id, c.created_at as begun_at, m.*,
            row_number() over place as n, coalesce(sum(weight) over place, 0) as reach,
            lag(c.id, 1, ${current}::uuid) over place is distinct from c.id as opens
          from (
            select id, created_at, ${conversationChanged} as changed from conversations
            where ${chosen(selection)} ${after ? resume : sql``}
            order by ${walk} ${changed_since ? sql`` : sql`limit ${messagesMax + 2}`}) c
          left join lateral (
            select m.id, m.parent_id, m.role, m.status, m.active, m.content, m.reasoning, m.files, m.created_at, m.tool_parts,
              octet_length(m.content) + octet_length(m.reasoning)
                + coalesce(octet_length(m.tool_parts::text), 0) + ${lineBytes}::int as weight,
              r.agent_id, r.model, r.finish_reason, r.usage
            from messages m
            left join replies r on r.message_id = case when m.role = 'assistant' then m.id end
            where m.conversation_id = c.id and m.status in ('complete', 'stopped')
              ${after?.message_id ? sql`and (c.id <> ${current}::uuid or m.id > ${after.message_id}::uuid)` : sql``}
              ${
                changed_since
                  ? sql`and (${changed} >= ${changed_since}::timestamptz or m.changed_at >= ${changed_since}::timestamptz
                    or exists (select from feedback f
                      where f.message_id = m.id and f.updated_at >= ${changed_since}::timestamptz))`
                  : sql``
              }
              ${as_of ? sql`and ${changed} < ${as_of}::timestamptz` : sql``}
            order by m.id limit ${messagesMax + 1}) m on true
          where m.id is not null or c.changed and c.id is distinct from ${current}::uuid
          window place as (order by ${order}, m.id rows unbounded preceding)
          order by ${order}, m.id limit ${messagesMax + 1}) walked) placed) written
    group by ${groups} order by ${groups}`
}

const conversationLine = (id: RawBuilder<unknown>) => sql`
  select concat('{"type":"conversation","id":"', c.id, '","user_id":', coalesce(to_json(c.user_id)::text, 'null'),
    ',"title":', to_json(c.title), ',"agent_id":', c.agent_id, ',"agent_name":', to_json(a.name),
    ',"created_at":"', ${instant(sql`c.created_at`)}, '","last_active":"', ${instant(sql`c.last_active`)},
    '","message_count":', c.message_count, ',"pinned":', to_json(c.pinned),
    ',"archived":', to_json(c.archived), E'}\\n')
  from conversations c join agents a on a.id = c.agent_id where c.id = ${id}`

const messageLine = sql`concat(
  '{"type":"message","id":"', id, '","conversation_id":"', conversation_id,
  '","parent_id":', coalesce('"' || parent_id || '"', 'null'), ',"role":"', role,
  '","content":', to_json(content), ',"created_at":"', ${instant(sql`created_at`)},
  '","status":"', status, case when active then '","active":true' else '","active":false' end,
  case when reasoning <> '' then concat(',"reasoning":', to_json(reasoning)) end,
  case when files is not null then concat(',"files":', files) end,
  case when tool_parts is not null then concat(',"parts":', tool_parts::text) end,
  case when agent_id is not null then concat(
    ',"agent_id":', agent_id, ',"agent_name":', (select to_json(name) from agents where agents.id = placed.agent_id),
    ',"model":', coalesce(to_json(model)::text, 'null'),
    ',"finish_reason":', coalesce(to_json(finish_reason)::text, 'null'),
    ',"usage":', coalesce(usage::text, 'null')) end,
  case when role = 'assistant' and exists (select from feedback f where f.message_id = placed.id) then (
    select concat(',"feedback":', json_agg(json_build_object('type', f.type, 'comment', f.comment,
      'created_at', ${instant(sql`f.created_at`)}) order by f.created_at, f.user_id))
    from feedback f where f.message_id = placed.id) end,
  E'}\\n')`

/** The number of conversations in a selection and, by their counters, of messages. */
export async function exportSize(db: Db, selection: Selection) {
  const { rows } = await sql<{ conversations: number; messages: number }>`
    select count(*)::int as conversations, coalesce(sum(message_count), 0)::int as messages
    from conversations where ${chosen(selection)}
      ${selection.changed_since ? sql`and last_active >= ${selection.changed_since}::timestamptz` : sql``}`.execute(
    db,
  )
  return rows[0] ?? { conversations: 0, messages: 0 }
}

/** How many of the selected conversations the caller may export. */
export async function countExportable(db: Db, selection: Selection): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from conversations
    where ${owned(selection)} and id = any(${selection.conversation_ids ?? []}::uuid[])`.execute(db)
  return rows[0]?.count ?? 0
}
