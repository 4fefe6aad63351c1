import { Type } from 'typebox'
import { fact } from './fact.ts'
import { Uuid } from './ids.ts'

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

/** An administrator changed an agent or its filters: for the audit trail. */
export const AgentChanged = fact(
  'chat.agent.changed',
  Type.Object({
    agent_id: Type.Integer(),
    change: Type.Enum(['created', 'changed', 'restored', 'deleted', 'filters']),
    user_id: Uuid,
    address: Type.Union([Type.String(), Type.Null()]),
  }),
)

/** An administrator changed a server of tools, or had it checked: for the audit trail. */
export const ToolServerChanged = fact(
  'chat.tool-server.changed',
  Type.Object({
    server_id: Uuid,
    change: Type.Enum(['created', 'changed', 'checked', 'deleted']),
    user_id: Uuid,
    address: Type.Union([Type.String(), Type.Null()]),
  }),
)

/** Somebody rated an answer, or changed the rating. */
export const FeedbackGiven = fact(
  'chat.feedback.given',
  Type.Object({ message_id: Uuid, user_id: Uuid, type: Type.Enum(['like', 'dislike', 'correct']) }),
)

/** What models are told of a person's preferences has changed. */
export const PreferencesChanged = fact(
  'chat.preferences.changed',
  Type.Object({
    user_id: Uuid,
    /** Null: by the person's own hand. */
    run_id: Type.Union([Uuid, Type.Null()]),
    /** How many are told now. */
    active: Type.Integer(),
  }),
)
