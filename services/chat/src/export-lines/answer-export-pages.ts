import type { ExportLines, ExportSize } from '@lingzhi/contracts/chat-export'
import { isId, Uuid } from '@lingzhi/contracts/ids'
import { decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { ConversationNotFound } from '../access.ts'
import type { Db } from '../database.ts'
import type { Deps } from '../deps.ts'
import type { ExportPlace, Selection } from './export.queries.ts'
import { countExportable, exportLines, exportSize } from './export.queries.ts'

const Place = Type.Object({
  created_at: Type.String(),
  conversation_id: Uuid,
  message_id: Type.Union([Uuid, Type.Null()]),
})

/** Sends one page of an export as JSON lines. Raises CONVERSATION_NOT_FOUND if nothing of the selection exists. */
export async function answerExportLines(
  { db, copies, exportBrake }: Pick<Deps, 'db' | 'copies' | 'exportBrake'>,
  request: Static<typeof ExportLines.request>,
  send: (lines: Buffer) => void,
): Promise<Static<typeof ExportLines.result>> {
  const { cursor, messages_max, bytes_max, ...selection } = request
  const after = decodeCursor(Place, cursor)
  checkSelection(selection)
  // Selected conversations deleted in the meantime are left out, but at least one must exist.
  if (selection.conversation_ids && !after && (await countExportable(db, selection)) === 0) {
    throw ConversationNotFound()
  }
  const limits = { messagesMax: messages_max, bytesMax: bytes_max }
  const query = exportLines(selection, after, limits).compile(db)
  let conversations = 0
  let messages = 0
  let last: { line: string; conversationCreatedAt: string } | undefined
  let hasMore = false
  const take = ([lines, createdAt, opened, held, more]: Buffer[]) => {
    hasMore = more?.toString() === 'true'
    if (!lines?.length) return
    conversations += Number(opened)
    messages += Number(held)
    last = {
      line: lines.toString('utf8', lines.lastIndexOf(lineFeed, lines.length - 2) + 1),
      conversationCreatedAt: `${createdAt}`,
    }
    send(lines)
  }
  await exportBrake.page(() => copies.copy(query, take))
  return { conversations, messages, next_cursor: hasMore && last ? encodeCursor(placeAfter(last)) : null }
}

const lineFeed = 0x0a

/** The place after a line, in a conversation created at an instant. */
function placeAfter({
  line,
  conversationCreatedAt: created_at,
}: {
  line: string
  conversationCreatedAt: string
}): ExportPlace {
  const { type, id, conversation_id } = JSON.parse(line)
  return type === 'message'
    ? { created_at, conversation_id, message_id: id }
    : { created_at, conversation_id: id, message_id: null }
}

/** The size of an export. Raises CONVERSATION_NOT_FOUND unless all selected conversations exist. */
export async function answerExportSize(
  db: Db,
  selection: Static<typeof ExportSize.request>,
): Promise<Static<typeof ExportSize.result>> {
  checkSelection(selection)
  const ids = selection.conversation_ids
  if (ids && (await countExportable(db, selection)) !== new Set(ids).size) throw ConversationNotFound()
  return exportSize(db, selection)
}

/** A guest must name exactly one conversation, by its id. Raises CONVERSATION_NOT_FOUND for an invalid selection. */
function checkSelection({ user_id, every_user, conversation_ids: ids }: Selection): void {
  if (user_id === null && !every_user && ids?.length !== 1) throw ConversationNotFound()
  if (ids && !ids.every(isId)) throw ConversationNotFound()
}
