import type { ExportPage } from '@lingzhi/contracts/chat'
import { instant, Uuid } from '@lingzhi/contracts/ids'
import { decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Db } from '../database.ts'
import type { ExportRow } from './export.queries.ts'
import { countExportable, exportRows } from './export.queries.ts'
import { isId } from './ownership.ts'
import { ConversationNotFound } from './problems.ts'

type Question = Static<typeof ExportPage.question>
type Answer = Static<typeof ExportPage.answer>

/** A message on the bus may have one megabyte; this leaves room for escapes and headers. */
const bytesMax = 600_000

const Place = Type.Object({
  created_at: instant,
  conversation_id: Uuid,
  message_id: Type.Union([Uuid, Type.Null()]),
})

/**
 * One page of an export: as many messages as asked for and as fit into an answer, but always one, so that
 * an export gets on. Named conversations must all be the caller's, or nothing is told of any.
 */
export async function answerExportPage(db: Db, question: Question): Promise<Answer> {
  const { user_id, conversation_ids: ids, from, until, cursor, messages_max } = question
  const after = decodeCursor(Place, cursor)
  if (user_id === null && ids?.length !== 1) throw ConversationNotFound()
  if (ids && !after) {
    const known = ids.every(isId) && (await countExportable(db, user_id, [...new Set(ids)]))
    if (known !== new Set(ids).size) throw ConversationNotFound()
  }
  const scope = { userId: user_id, conversationIds: ids, from, until }
  const rows = await exportRows(db, scope, after, messages_max)

  const chunks: Answer['chunks'] = []
  let bytes = 0
  let taken = 0
  for (const row of rows.slice(0, messages_max)) {
    bytes += Buffer.byteLength(JSON.stringify(row.content ?? '')) + 300
    if (taken > 0 && bytes > bytesMax) break
    append(chunks, row)
    taken += 1
  }
  const last = rows[taken - 1]
  return { chunks, next_cursor: last && taken < rows.length ? encodeCursor(placeOf(last)) : null }
}

function append(chunks: Answer['chunks'], row: ExportRow) {
  let chunk = chunks.at(-1)
  if (chunk?.conversation.id !== row.id) {
    const { id, title, agent_id, agent_name, message_count } = row
    const created_at = row.created_at.toISOString()
    const last_active = row.last_active.toISOString()
    chunk = {
      conversation: { id, title, agent_id, agent_name, created_at, last_active, message_count },
      messages: [],
    }
    chunks.push(chunk)
  }
  const { message_id, parent_id, role, content, said_at } = row
  if (message_id === null || role === null || content === null || said_at === null) return
  chunk.messages.push({ id: message_id, parent_id, role, content, created_at: said_at.toISOString() })
}

const placeOf = ({ created_at, id, message_id }: ExportRow): Static<typeof Place> => ({
  created_at: created_at.toISOString(),
  conversation_id: id,
  message_id,
})
