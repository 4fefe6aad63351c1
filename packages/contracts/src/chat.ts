import type { TSchema } from 'typebox'
import { Type } from 'typebox'
import { fact } from './fact.ts'
import { instant, Uuid } from './ids.ts'
import { question } from './question.ts'

/** A reply reached its end, whatever the reason; text and usage are stored. */
export const ReplyCompleted = fact(
  'chat.reply.completed',
  Type.Object({
    reply_id: Uuid,
    conversation_id: Uuid,
    message_id: Uuid,
    user_id: Type.Union([Uuid, Type.Null()]),
    agent_id: Type.Integer(),
    finish_reason: Type.String(),
    total_tokens: Type.Integer(),
  }),
)

/** Conversations and all their messages are gone: by their owner's hand, by age, or with the account. */
export const ConversationsRemoved = fact(
  'chat.conversations.removed',
  Type.Object({
    conversation_ids: Type.Array(Uuid),
    /** Null: guests' conversations, or a batch of several users'. */
    user_id: Type.Union([Uuid, Type.Null()]),
    reason: Type.Enum(['deleted', 'expired', 'retention', 'account']),
  }),
)

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const ExportedConversation = Type.Object({
  id: Uuid,
  title: Type.String(),
  agent_id: Type.Integer(),
  agent_name: Type.String(),
  created_at: instant,
  last_active: instant,
  message_count: Type.Integer(),
})

export const ExportedMessage = Type.Object({
  id: Uuid,
  parent_id: Nullable(Uuid),
  role: Type.String(),
  content: Type.String(),
  created_at: instant,
})

/**
 * One page of what a user (or a guest who knows the id) may export: conversations by creation, messages by
 * time, each chunk a conversation's header with a run of its messages; a long conversation continues in the
 * next page's first chunk. Bounded in messages and in bytes. Raises CONVERSATION_NOT_FOUND for one that is
 * unknown or another's.
 */
export const ExportPage = question('ask.chat.export-page', {
  question: Type.Object({
    /** Null: a guest, who must name one conversation. */
    user_id: Nullable(Uuid),
    conversation_ids: Type.Optional(Type.Array(Uuid, { maxItems: 1_000 })),
    /** Conversations created in [from, until). */
    from: Type.Optional(instant),
    until: Type.Optional(instant),
    cursor: Type.Optional(Type.String()),
    messages_max: Type.Integer({ minimum: 1, maximum: 5_000 }),
  }),
  answer: Type.Object({
    chunks: Type.Array(
      Type.Object({ conversation: ExportedConversation, messages: Type.Array(ExportedMessage) }),
    ),
    next_cursor: Nullable(Type.String()),
  }),
  deadlineMs: 10_000,
})
