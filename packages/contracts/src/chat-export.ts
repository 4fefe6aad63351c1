import { Type } from 'typebox'
import { busRequest } from './bus-request.ts'
import { instant, Uuid } from './ids.ts'
import { Nullable } from './shapes.ts'

/** Which conversations and messages an export is about. */
export const ExportSelection = Type.Object({
  /** Whose conversations. Null: a guest, who must name one, or every user's when `every_user` is set. */
  user_id: Nullable(Uuid),
  /** All conversations that belong to any user; the requester has checked that an administrator asks for them. */
  every_user: Type.Optional(Type.Boolean()),
  conversation_ids: Type.Optional(Type.Array(Uuid, { minItems: 1, maxItems: 1_000 })),
  /** Conversations created in [from, until). */
  from: Type.Optional(instant),
  until: Type.Optional(instant),
  /** Only what changed at or after this instant: messages with their conversations, and conversations themselves. */
  changed_since: Type.Optional(instant),
  /** Only messages created before this instant: what a long export reads does not grow under it. */
  as_of: Type.Optional(instant),
})

/**
 * A page of an export as finished NDJSON: a conversation's line, then its messages by time, then the next
 * conversation, all by creation (services/export/FORMAT.md describes the lines). Chat has PostgreSQL write
 * the lines and passes their bytes on, because a million rows are too many to build twice. A page is a pure
 * function of the stored data and the request, so an export continued by another process has
 * the same bytes. The bytes travel before the result (bus/request-bytes).
 * Raises CONVERSATION_NOT_FOUND when none of the conversations named is the user's.
 */
export const ExportLines = busRequest('ask.chat.export-lines', {
  request: Type.Object({
    ...ExportSelection.properties,
    cursor: Type.Optional(Type.String({ maxLength: 512 })),
    messages_max: Type.Integer({ minimum: 1, maximum: 5_000 }),
    /** A page ends with the message that reaches this size, so one message larger than it still travels. */
    bytes_max: Type.Integer({ minimum: 1_024, maximum: 4_194_304 }),
  }),
  result: Type.Object({
    conversations: Type.Integer({ description: 'Conversation lines in this page.' }),
    messages: Type.Integer({ description: 'Message lines in this page.' }),
    next_cursor: Nullable(Type.String()),
  }),
  deadlineMs: 15_000,
})

/**
 * How much a selection will be, for progress: an estimate from counters, not a promise. Raises
 * CONVERSATION_NOT_FOUND when any conversation named is unknown or another's.
 */
export const ExportSize = busRequest('ask.chat.export-size', {
  request: ExportSelection,
  result: Type.Object({ conversations: Type.Integer(), messages: Type.Integer() }),
  deadlineMs: 10_000,
})
