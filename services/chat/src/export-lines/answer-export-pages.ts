import type { ExportLines, ExportSize } from '@lingzhi/contracts/chat-export'
import { isId, Uuid } from '@lingzhi/contracts/ids'
import { decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { ConversationNotFound } from '../conversations/problems.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { ExportPlace, Selection } from './export.queries.ts'
import { countExportable, exportLines, exportSize } from './export.queries.ts'

const Place = Type.Object({
  created_at: Type.String(),
  conversation_id: Uuid,
  message_id: Type.Union([Uuid, Type.Null()]),
})

/** One page of an export as lines ready to be written to a file. */
export async function answerExportLines(
  { db, copies, exportBrake }: Pick<Deps, 'db' | 'copies' | 'exportBrake'>,
  request: Static<typeof ExportLines.request>,
  send: (lines: Buffer) => void,
): Promise<Static<typeof ExportLines.result>> {
  const { cursor, messages_max, bytes_max, ...selection } = request
  const after = decodeCursor(Place, cursor)
  checkSelection(selection)
  // Named ones that were deleted since somebody named them are left out, but one must be there.
  if (selection.conversation_ids && !after && (await countExportable(db, selection)) === 0) {
    throw ConversationNotFound()
  }
  const limits = { messagesMax: messages_max, bytesMax: bytes_max }
  const query = exportLines(selection, after, limits).compile(db)
  let conversations = 0
  let messages = 0
  let last: { line: string; begunAt: string } | undefined
  let hasMore = false
  const take = ([lines, begunAt, opened, held, more]: Buffer[]) => {
    hasMore = more?.toString() === 'true'
    if (!lines?.length) return
    conversations += Number(opened)
    messages += Number(held)
    last = {
      line: lines.toString('utf8', lines.lastIndexOf(lineFeed, lines.length - 2) + 1),
      begunAt: `${begunAt}`,
    }
    send(lines)
  }
  await exportBrake.page(() => copies.copy(query, take))
  return { conversations, messages, next_cursor: hasMore && last ? encodeCursor(placeBehind(last)) : null }
}

const lineFeed = 0x0a

/** The place behind a line of a conversation begun at an instant. */
function placeBehind({ line, begunAt: created_at }: { line: string; begunAt: string }): ExportPlace {
  const { type, id, conversation_id } = JSON.parse(line)
  return type === 'message'
    ? { created_at, conversation_id, message_id: id }
    : { created_at, conversation_id: id, message_id: null }
}

/** How much an export will be; conversations named must all be there, or CONVERSATION_NOT_FOUND. */
export async function answerExportSize(
  db: Db,
  selection: Static<typeof ExportSize.request>,
): Promise<Static<typeof ExportSize.result>> {
  checkSelection(selection)
  const ids = selection.conversation_ids
  if (ids && (await countExportable(db, selection)) !== new Set(ids).size) throw ConversationNotFound()
  return exportSize(db, selection)
}

/** A guest names the one conversation whose id they know; nobody's own conversations are not a selection. */
function checkSelection({ user_id, every_user, conversation_ids: ids }: Selection): void {
  if (user_id === null && !every_user && ids?.length !== 1) throw ConversationNotFound()
  if (ids && !ids.every(isId)) throw ConversationNotFound()
}
