import { gathered } from '@lingzhi/db/gather'
import type { Usage } from '@lingzhi/model-client/model-events'
import { sql } from 'kysely'
import type { Db } from '../database.ts'

export interface UsageEntry {
  /** Null: a guest's. */
  userId: string | null
  model: string
  agentId: number
  /** Of a completion; without it: an answer. */
  purpose?: string
  usage: Usage
  at: Date
  /** The deployment's: it tells the day. */
  timeZone: string
}

/** Adds one answer to its user's usage of the day. If the answer is stored, call it in that transaction. */
export const recordUsage = gathered(async (db: Db, entries: UsageEntry[]): Promise<undefined[]> => {
  const rows = entries.map(({ userId, model, agentId, purpose, usage, at, timeZone }) => ({
    user_id: userId,
    model,
    agent_id: agentId,
    purpose,
    usage,
    at,
    time_zone: timeZone,
  }))
  await sql`select record_usages(${JSON.stringify(rows)})`.execute(db)
  return []
})

/** Whose usage that of all guests is stored as. */
export const allGuests = '00000000-0000-0000-0000-000000000000'

/** A user's usage in the calendar month of an instant, and the seconds until the next month. */
export async function usageOfMonth(db: Db, userId: string, at: Date, timeZone: string) {
  const { rows } = await sql<{ tokens: number; cost: number; left_s: number }>`
    with month as (select date_trunc('month', ${at}::timestamptz at time zone ${timeZone}) as start)
    select coalesce(sum(prompt_tokens + completion_tokens), 0)::float8 as tokens,
      coalesce(sum(cost), 0)::float8 as cost,
      extract(epoch from
        (month.start + interval '1 month') at time zone ${timeZone} - ${at}::timestamptz)::float8 as left_s
    from month left join usage_days on user_id = ${userId} and day >= month.start::date
      and day < (month.start + interval '1 month')::date
    group by month.start`.execute(db)
  return rows[0] ?? { tokens: 0, cost: 0, left_s: 0 }
}

export interface StatsFilter {
  /** Null: all users and guests. */
  userId: string | null
  /** The first day of the lists; it does not bound the totals. */
  from: string
  timeZone: string
}

const ofUser = (column: string, userId: string | null) =>
  userId === null ? sql`true` : sql`${sql.ref(column)} = ${userId}`

interface Spent {
  answers: number
  prompt: number
  completion: number
  cost: number
}

const spent = sql`sum(answers)::float8 as answers, sum(prompt_tokens)::float8 as prompt,
  sum(completion_tokens)::float8 as completion, sum(cost)::float8 as cost`

/** Since the first day; null: over all time. */
export async function usagePerModel(
  db: Db,
  { userId, from }: { userId: string | null; from: string | null },
) {
  const since = from === null ? sql`true` : sql`day >= ${from}::date`
  const { rows } = await sql<Spent & { model: string }>`select model, ${spent} from usage_days
    where ${ofUser('user_id', userId)} and ${since} group by model order by model`.execute(db)
  return rows
}

export async function usagePerDay(db: Db, { userId, from }: StatsFilter) {
  const { rows } = await sql<Spent & { day: string }>`select day, ${spent} from usage_days
    where ${ofUser('user_id', userId)} and day >= ${from}::date group by day`.execute(db)
  return rows
}

/** Rows of each breakdown. */
const sharesMax = 100

/** Who cost most since the first day, of all users; guests together are one. */
export async function usagePerUser(db: Db, from: string) {
  const { rows } = await sql<Spent & { user_id: string | null }>`
    select nullif(user_id, ${allGuests}) as user_id, ${spent} from usage_days where day >= ${from}::date
    group by usage_days.user_id order by sum(cost) desc, sum(prompt_tokens + completion_tokens) desc, usage_days.user_id
    limit ${sharesMax}`.execute(db)
  return rows
}

/** Which agents cost most since the first day; null: not known, counted before agents were. */
export async function usagePerAgent(db: Db, from: string) {
  const { rows } = await sql<Spent & { agent_id: number | null; name: string | null }>`
    select nullif(used.agent_id, 0) as agent_id, name, answers, prompt, completion, cost from (
      select agent_id, ${spent} from usage_days where day >= ${from}::date group by agent_id
      order by sum(cost) desc, sum(prompt_tokens + completion_tokens) desc, agent_id limit ${sharesMax}) used
    left join agents on agents.id = used.agent_id
    order by cost desc, prompt + completion desc, used.agent_id`.execute(db)
  return rows
}

/** The numbers of conversations and their messages now: deleted ones no longer count. */
export async function countSessions(db: Db, { userId }: Pick<StatsFilter, 'userId'>) {
  const { rows } = await sql<{ sessions: number; messages: number }>`
    select count(*) as sessions, coalesce(sum(message_count), 0)::float8 as messages
    from conversations where ${ofUser('user_id', userId)}`.execute(db)
  return rows[0] ?? { sessions: 0, messages: 0 }
}

export async function sessionsPerDay(db: Db, { userId, from, timeZone }: StatsFilter) {
  const { rows } = await sql<{ day: string; sessions: number }>`
    select (created_at at time zone ${timeZone})::date as day, count(*) as sessions from conversations
    where ${ofUser('user_id', userId)} and created_at >= (${from}::date::timestamp at time zone ${timeZone})
    group by 1`.execute(db)
  return rows
}

/** The messages that `countSessions` counts, by the day they were written. */
export async function messagesPerDay(db: Db, { userId, from, timeZone }: StatsFilter) {
  const { rows } = await sql<{ day: string; messages: number }>`
    select (m.created_at at time zone ${timeZone})::date as day, count(*) as messages
    from messages m join conversations c on c.id = m.conversation_id
    where ${ofUser('c.user_id', userId)} and c.last_active >= (${from}::date::timestamp at time zone ${timeZone})
      and m.created_at >= (${from}::date::timestamp at time zone ${timeZone})
      and m.active and m.status in ('complete', 'stopped')
    group by 1`.execute(db)
  return rows
}

/** The day `days` days before an instant, as YYYY-MM-DD in the deployment's time zone. */
export async function dayBefore(db: Db, at: Date, days: number, timeZone: string): Promise<string> {
  const { rows } = await sql<{ day: string }>`
    select ((${at}::timestamptz at time zone ${timeZone})::date - ${days}::integer) as day`.execute(db)
  return rows[0]?.day ?? ''
}

export async function deleteUsageOf(db: Db, userId: string): Promise<void> {
  await db.deleteFrom('usage_days').where('user_id', '=', userId).execute()
}

interface DetailsRow {
  message_id: string
  model: string | null
  finish_reason: string | null
  cached: boolean
  usage: Usage | null
  first_token_ms: number | null
  latency_ms: number | null
  feedback: 'like' | 'dislike' | 'correct' | null
  feedback_comment: string | null
  reply_id: string
  agent_id: number
  imported: boolean
}

/** The details of the answers among these messages, by id. Only owners give feedback, so each has one at most. */
export async function answerDetails(db: Db, messageIds: string[]) {
  if (messageIds.length === 0) return new Map<string, Omit<DetailsRow, 'message_id'>>()
  const { rows } = await sql<DetailsRow>`
    select r.message_id, r.model, r.finish_reason, r.cached, r.usage, f.type as feedback,
      f.comment as feedback_comment, r.id as reply_id, r.agent_id,
      round(extract(epoch from r.first_token_at - r.created_at) * 1000)::int as first_token_ms,
      case when not r.imported then round(extract(epoch from r.ended_at - r.created_at) * 1000)::int end as latency_ms,
      r.imported
    from replies r left join feedback f on f.message_id = r.message_id
    where r.message_id = any(${messageIds}::uuid[])`.execute(db)
  return new Map(rows.map(({ message_id, ...details }) => [message_id, details]))
}
