import { searchTerms } from '@lingzhi/search-terms/search-terms'
import type { RawBuilder } from 'kysely'
import { sql } from 'kysely'
import type { AttachedFile } from '../attachments/attached-file.ts'
import type { Db } from '../database.ts'

/** The search terms of a title as a column's value. */
export const termsOf = (text: string): RawBuilder<unknown> =>
  sql`array_to_tsvector(${searchTerms(text)}::text[])`

export function findMessage(db: Db, id: string) {
  return db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select(['messages.id', 'conversation_id', 'parent_id', 'depth', 'role', 'content', 'status', 'user_id'])
    .select(['temporary', 'messages.files'])
    .where('messages.id', '=', id)
    .executeTakeFirst()
}

/** A message with what its conversation's owner sees of it, and the problem of a failed answer. */
export function findWholeMessage(db: Db, id: string) {
  return db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .leftJoin('replies', 'replies.message_id', 'messages.id')
    .select(['messages.id', 'messages.conversation_id', 'parent_id', 'depth', 'role', 'messages.status'])
    .select([
      'content',
      'reasoning',
      'files',
      'messages.created_at',
      'conversations.user_id',
      'problem',
      'tool_parts',
    ])
    .where('messages.id', '=', id)
    .executeTakeFirst()
}

export interface ContextMessage {
  role: 'user' | 'assistant'
  content: string
  /** Of a question. */
  files?: AttachedFile[]
  /** The message's id, if tools were called for it. */
  calledIn?: string
}

interface BranchRow extends Pick<ContextMessage, 'role' | 'content'> {
  files: AttachedFile[] | null
  called_in: string | null
}

/**
 * The question and the messages before it on its branch, oldest first: at most `max`, beginning with a question, as
 * models refuse an answer without one. A question whose answer is still being generated is left out.
 */
export async function contextOf(db: Db, questionId: string, max: number): Promise<ContextMessage[]> {
  // Failed answers on the way are skipped, so more steps than messages are allowed.
  const { rows } = await sql<BranchRow>`
    with recursive branch as (
      select parent_id, role, content, files, status, null as next_status, 1 as step, null::uuid as called_in
      from messages where id = ${questionId}
      union all
      select m.parent_id, m.role, m.content, m.files, m.status, branch.status, step + 1,
        case when m.tool_parts is not null then m.id end
      from branch join messages m on m.id = branch.parent_id where step < ${max * 2 + 2})
    select role, content, files, called_in from branch
    where status in ('complete', 'stopped') and content <> '' and next_status is distinct from 'pending'
    order by step limit ${max}`.execute(db)
  const messages = rows.reverse().map(
    ({ role, content, files, called_in: calledIn }): ContextMessage => ({
      role,
      content,
      ...(files && { files }),
      ...(calledIn && { calledIn }),
    }),
  )
  return messages.slice(messages.findIndex(({ role }) => role === 'user'))
}

/** Stores which files a question names. */
export async function nameFiles(trx: Db, questionId: string, files: readonly AttachedFile[]): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ files: JSON.stringify(files) })
    .where('id', '=', questionId)
    .execute()
}

/** Makes the branch of a message the active path, ending with that message; null: none at all. */
export async function activateUpTo(trx: Db, conversationId: string, messageId: string | null): Promise<void> {
  const path = sql`with recursive path as (
      select id, parent_id from messages where id = ${messageId}
      union all select m.id, m.parent_id from path join messages m on m.id = path.parent_id)`
  // Two statements, because there may never be two active messages at one depth.
  await sql`${path} update messages set active = false
    where conversation_id = ${conversationId} and active and id not in (select id from path)`.execute(trx)
  await sql`${path} update messages set active = true
    where not active and id in (select id from path)`.execute(trx)
}

/** The last message of the branch below a message, following the newest child each time and failed answers last. */
export async function newestLeafBelow(db: Db, messageId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    with recursive below as (
      select id, depth from messages where id = ${messageId}
      union all
      select child.id, child.depth from below cross join lateral (
        select id, depth from messages where parent_id = below.id
        order by status = 'failed', id desc limit 1) child)
    select id from below order by depth desc limit 1`.execute(db)
  return rows[0]?.id ?? messageId
}

/** Recounts the conversation's visible messages; to be called after its active path has changed. */
export async function recount(trx: Db, conversationId: string): Promise<void> {
  await sql`update conversations set message_count = (
      select count(*) from messages where conversation_id = conversations.id and active
      and status in ('complete', 'stopped'))
    where id = ${conversationId}`.execute(trx)
}

/**
 * Makes the newest other answer active in place of a failed one, with the messages below it: a failed answer is not
 * shown, so that branch would be hidden. Does nothing if the conversation has continued after the failed answer or
 * shows another branch.
 */
export async function showOtherAnswer(trx: Db, failedId: string): Promise<void> {
  const { rows } = await sql<{ id: string; conversation_id: string }>`
    select other.id, other.conversation_id from messages failed
    join messages other on other.parent_id = failed.parent_id and other.status in ('complete', 'stopped')
    where failed.id = ${failedId} and failed.active and failed.status = 'failed'
      and not exists (select from messages next where next.parent_id = failed.id)
    order by other.id desc limit 1`.execute(trx)
  const [other] = rows
  if (!other) return
  await activateUpTo(trx, other.conversation_id, await newestLeafBelow(trx, other.id))
  await recount(trx, other.conversation_id)
}

export interface MessagePage {
  order: 'asc' | 'desc'
  limit: number
  /** The depth after which the page begins, in its order. */
  after?: number
}

/** No page is longer, but for a single message that is: writing out much more would hold the process. */
const pageMaxBytes = 1_000_000
const bytes = sql<number>`octet_length(content) + octet_length(reasoning)
  + coalesce(octet_length(tool_parts::text), 0)`
/** Of a row of a page: the bytes up to and with it. */
const bytesUpTo = (order: 'asc' | 'desc') =>
  sql<number>`sum(bytes) over (order by depth ${sql.raw(order)})`.as('up_to')

/** One page of the active path, at most `limit` and pageMaxBytes; `left`: how many rows of limit + 1 follow it. */
export async function activeMessages(db: Db, conversationId: string, { order, limit, after }: MessagePage) {
  let query = db
    .selectFrom('messages')
    .select(['id', 'depth', bytes.as('bytes')])
    .where('conversation_id', '=', conversationId)
    .where('active', '=', true)
    .where('status', 'in', ['complete', 'stopped'])
    .orderBy('depth', order)
    .limit(limit + 1)
  if (after !== undefined) query = query.where('depth', order === 'asc' ? '>' : '<', after)
  const measured = db
    .selectFrom(query.as('rows'))
    .select(['id', 'bytes', bytesUpTo(order)])
    .select(sql<number>`count(*) over ()`.as('found'))
  const rows = await db
    .selectFrom(measured.as('page'))
    .innerJoin('messages', 'messages.id', 'page.id')
    .select(['messages.id', 'parent_id', 'depth', 'role', 'status', 'content', 'reasoning', 'created_at'])
    .select(['files', 'tool_parts', sql<number>`found::integer`.as('found')])
    .where(sql<boolean>`up_to - page.bytes < ${pageMaxBytes}`)
    .orderBy('depth', order)
    .limit(limit)
    .execute()
  return { rows, left: (rows[0]?.found ?? 0) - rows.length }
}

/** The newest failed answers on the active path, oldest first, each with its reply's problem. */
export async function failedAnswers(db: Db, conversationId: string, max: number) {
  const failed = db
    .selectFrom('messages')
    .select(['id', 'depth', bytes.as('bytes')])
    .where('conversation_id', '=', conversationId)
    .where('active', '=', true)
    .where('status', '=', 'failed')
    .orderBy('depth', 'desc')
    .limit(max)
  const measured = db.selectFrom(failed.as('rows')).select(['id', 'bytes', bytesUpTo('desc')])
  const rows = await db
    .selectFrom(measured.as('page'))
    .innerJoin('messages', 'messages.id', 'page.id')
    .innerJoin('replies', 'replies.message_id', 'messages.id')
    .select(['messages.id', 'parent_id', 'content', 'reasoning', 'messages.created_at', 'problem'])
    .where(sql<boolean>`up_to - page.bytes < ${pageMaxBytes}`)
    .orderBy('depth', 'desc')
    .execute()
  return rows.reverse()
}

/** The ids of all messages at these depths, by parent, oldest first. */
export async function alternativesAt(db: Db, conversationId: string, depths: number[]) {
  if (depths.length === 0) return new Map<string | null, string[]>()
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'parent_id'])
    .where('conversation_id', '=', conversationId)
    .where('depth', 'in', depths)
    .where('status', 'in', ['complete', 'stopped'])
    .orderBy('id')
    .execute()
  const byParent = new Map<string | null, string[]>()
  for (const { id, parent_id } of rows) byParent.set(parent_id, [...(byParent.get(parent_id) ?? []), id])
  return byParent
}
