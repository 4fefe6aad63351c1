import { instant } from '@lingzhi/contracts/ids'
import { Type } from 'typebox'
import type { ConversationsTable } from '../database.ts'

export const ConversationShape = Type.Object(
  {
    id: Type.String(),
    title: Type.String(),
    agent_id: Type.Integer(),
    pinned: Type.Boolean(),
    archived: Type.Boolean(),
    created_at: instant,
    last_active: instant,
    message_count: Type.Integer(),
    temporary: Type.Boolean(),
  },
  { title: 'Conversation' },
)

type Row = Pick<ConversationsTable, 'id' | 'title' | 'agent_id' | 'created_at' | 'last_active'> & {
  pinned: boolean
  archived: boolean
  message_count: number
  temporary: boolean
}

/** A conversation as callers see it. */
export const toConversation = (row: Row) => ({
  id: row.id,
  title: row.title,
  agent_id: row.agent_id,
  pinned: row.pinned,
  archived: row.archived,
  created_at: row.created_at.toISOString(),
  last_active: row.last_active.toISOString(),
  message_count: row.message_count,
  temporary: row.temporary,
})

export const Title = Type.String({ maxLength: 200 })
