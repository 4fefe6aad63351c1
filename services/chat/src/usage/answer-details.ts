import type { Usage } from '@lingzhi/model-client/generate'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Db } from '../database.ts'
import { UsageShape } from './usage-shape.ts'

const Nullable = <T extends Parameters<typeof Type.Optional>[0]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const Milliseconds = Nullable(
  Type.Integer({ description: 'From the question, waiting in the queue included.' }),
)

/** How an answer came about, and what its reader thinks of it. */
export const AnswerDetails = Type.Object({
  model: Nullable(Type.String()),
  finish_reason: Nullable(Type.String()),
  cached: Type.Boolean(),
  usage: UsageShape,
  first_token_ms: Milliseconds,
  latency_ms: Milliseconds,
  feedback: Nullable(Type.Enum(['like', 'dislike', 'correct'])),
})

interface DetailsRow {
  message_id: string
  model: string | null
  finish_reason: string | null
  cached: boolean
  usage: Usage | null
  first_token_ms: number | null
  latency_ms: number | null
  feedback: 'like' | 'dislike' | 'correct' | null
}

/** The details of those messages that are answers. Only owners give feedback, so there is one at most. */
export async function answerDetails(db: Db, messageIds: string[]) {
  if (messageIds.length === 0) return new Map<string, Omit<DetailsRow, 'message_id'>>()
  const { rows } = await sql<DetailsRow>`
    select r.message_id, r.model, r.finish_reason, r.cached, r.usage, f.type as feedback,
      round(extract(epoch from r.first_token_at - r.created_at) * 1000)::int as first_token_ms,
      round(extract(epoch from r.ended_at - r.created_at) * 1000)::int as latency_ms
    from replies r left join feedback f on f.message_id = r.message_id
    where r.message_id = any(${messageIds}::uuid[])`.execute(db)
  return new Map(rows.map(({ message_id, ...details }) => [message_id, details]))
}
