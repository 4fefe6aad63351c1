import type { WithBytes } from '@lingzhi/bus/ask-bytes'
import type { ExportLines, ExportSize } from '@lingzhi/contracts/chat-export'
import { Uuid } from '@lingzhi/contracts/ids'
import { decodeCursor, encodeCursor } from '@lingzhi/db/cursor'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import type { Db } from '../database.ts'
import type { Selection } from './export.queries.ts'
import { countExportable, exportLines, exportSize } from './export.queries.ts'
import { isId } from './ownership.ts'
import { ConversationNotFound } from './problems.ts'

const Place = Type.Object({
  created_at: Type.String(),
  conversation_id: Uuid,
  message_id: Type.Union([Uuid, Type.Null()]),
})

/** One page of an export as lines ready to be written to a file. */
export async function answerExportLines(
  db: Db,
  question: Static<typeof ExportLines.question>,
): Promise<WithBytes<Static<typeof ExportLines.answer>>> {
  const { cursor, messages_max, bytes_max, ...selection } = question
  const after = decodeCursor(Place, cursor)
  checkSelection(selection)
  // Named ones that were deleted since somebody named them are left out, but one must be there.
  if (selection.conversation_ids && !after && (await countExportable(db, selection)) === 0) {
    throw ConversationNotFound()
  }
  const limits = { messagesMax: messages_max, bytesMax: bytes_max }
  const { lines, conversations, messages, next } = await exportLines(db, selection, after, limits)
  return {
    answer: { conversations, messages, next_cursor: next && encodeCursor(next) },
    bytes: Buffer.from(lines),
  }
}

/** How much an export will be; conversations named must all be there, or nothing is told of any. */
export async function answerExportSize(
  db: Db,
  selection: Static<typeof ExportSize.question>,
): Promise<Static<typeof ExportSize.answer>> {
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
