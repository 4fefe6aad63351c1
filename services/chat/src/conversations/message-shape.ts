import { instant } from '@lingzhi/contracts/ids'
import { Nullable } from '@lingzhi/contracts/shapes'
import { MessagePart } from '@lingzhi/contracts/tool-parts'
import { Type } from 'typebox'
import { AttachedFile } from '../attachments/attached-file.ts'
import type { Db } from '../database.ts'
import { answerDetails } from '../usage/usage.queries.ts'
import { AnswerDetails } from '../usage/usage-shape.ts'
import type { MessagePage } from './messages.queries.ts'
import { activeMessages, alternativesAt } from './messages.queries.ts'

export const MessageShape = Type.Object(
  {
    id: Type.String(),
    role: Type.Enum(['user', 'assistant']),
    content: Type.String(),
    reasoning: Type.String(),
    status: Type.Enum(['complete', 'stopped'], { description: 'stopped: the answer is incomplete.' }),
    parent_id: Nullable(Type.String()),
    alternatives: Type.Array(Type.String(), {
      description:
        'All messages with the same parent, oldest first, this one included; empty if it has no siblings.',
    }),
    created_at: instant,
    files: Type.Optional(
      Type.Array(AttachedFile, { description: 'Those that a question names; left out when there are none.' }),
    ),
    parts: Type.Optional(
      Type.Array(MessagePart, {
        description: 'What was told of calls of tools; left out where there were none.',
      }),
    ),
    answer: Nullable(AnswerDetails, { description: 'Null for a question.' }),
  },
  { title: 'Message' },
)

type Row = Omit<Awaited<ReturnType<typeof activeMessages>>['rows'][number], 'found'>

/** A page of a conversation's active path, each message with the ids of its alternatives. */
export async function pageOfMessages(db: Db, conversationId: string, page: MessagePage) {
  const { rows: shown, left } = await activeMessages(db, conversationId, page)
  const siblings = await alternativesAt(
    db,
    conversationId,
    shown.map(({ depth }) => depth),
  )
  const answers = shown.filter(({ role }) => role === 'assistant').map(({ id }) => id)
  const details = await answerDetails(db, answers)
  const messages = shown.map((row) => ({
    ...toMessage(row, siblings.get(row.parent_id) ?? []),
    answer: details.get(row.id) ?? null,
  }))
  const last = shown.at(-1)
  return { messages, more: left > 0 && last ? last.depth : undefined }
}

export const toMessage = (row: Row, siblings: string[]) => ({
  id: row.id,
  role: row.role,
  content: row.content,
  reasoning: row.reasoning,
  // The query selects only these two.
  status: row.status as 'complete' | 'stopped',
  parent_id: row.parent_id,
  alternatives: siblings.length > 1 ? siblings : [],
  created_at: row.created_at.toISOString(),
  ...(row.files && { files: row.files }),
  ...(row.tool_parts && { parts: row.tool_parts }),
})
