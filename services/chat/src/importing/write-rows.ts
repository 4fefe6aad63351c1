import { newId } from '@lingzhi/contracts/ids'
import type { BulkTransaction } from '@lingzhi/db/copy-in'
import { copyRow } from '@lingzhi/db/copy-in'
import { ownTerms, searchTerms } from '@lingzhi/search-terms/search-terms'
import type { Database } from '../database.ts'
import type { PlacedMessage } from './place-messages.ts'
import type { Incoming, IncomingMessage } from './read-batch.ts'

/** Rows are made in steps of about this many characters, some milliseconds' worth: other work gets its turn between. */
const stepChars = 12_000

/** Terms as PostgreSQL reads a tsvector. They are words and the owner's mark: nothing in them needs quoting but the quotes. */
export const tsvector = (terms: string[]): string => (terms.length === 0 ? '' : `'${terms.join("' '")}'`)

export interface NewConversationRow {
  id: string
  userId: string
  agentId: number
  incoming: Incoming
  title: string
  titled: boolean
  /** Messages on the active path. */
  shown: number
  /** What it takes with its messages. */
  bytes: number
}

/** What is common to all rows of a batch. */
export interface Writing {
  userId: string
  jobId: string
  /** When it is imported. */
  at: string
  /** Between two steps. */
  breathe: () => Promise<void>
  agentOf: (answer: { agent_id: number | null; agent_name: string | null }) => number
}

type CopyIn = BulkTransaction<Database>['copyIn']

export async function writeConversations(
  copyIn: CopyIn,
  rows: NewConversationRow[],
  { at, breathe }: Pick<Writing, 'at' | 'breathe'>,
) {
  if (rows.length === 0) return
  const columns = ['id', 'user_id', 'agent_id', 'title', 'title_source', 'title_terms', 'pinned', 'archived']
  await copyIn(
    'conversations',
    [
      ...columns,
      'message_count',
      'created_at',
      'last_active',
      'source_id',
      'changed_at',
      'imported_at',
      'imported_bytes',
    ],
    inSteps(rows, breathe, ({ id, userId, agentId, incoming, title, titled, shown, bytes }) =>
      copyRow([
        ...[id, userId, agentId, title, titled ? 'user' : 'none', titled ? tsvector(searchTerms(title)) : ''],
        ...[incoming.pinned, incoming.archived, shown, incoming.created_at, incoming.last_active],
        ...[incoming.key, at, at, bytes],
      ]),
    ),
  )
}

export interface MessageRow extends PlacedMessage {
  conversationId: string
  agentId: number
}

/** Messages, then how they were answered, then what was thought of them. */
export async function writeMessages(copyIn: CopyIn, rows: MessageRow[], writing: Writing): Promise<void> {
  if (rows.length === 0) return
  const { userId, at, breathe } = writing
  const columns = ['id', 'conversation_id', 'parent_id', 'depth', 'active', 'role', 'status', 'content']
  await copyIn(
    'messages',
    [...columns, 'reasoning', 'terms', 'created_at', 'source_id', 'changed_at'],
    inSteps(rows, breathe, ({ id, conversationId, parentId, depth, active, message, createdAt, source }) =>
      message
        ? copyRow([
            ...[id, conversationId, parentId, depth, active, message.role, message.status, message.content],
            ...[message.reasoning ?? '', tsvector(ownTerms(message.content, userId)), createdAt, source, at],
          ])
        : copyRow([
            ...[id, conversationId, parentId, depth, active, 'assistant', 'failed', '', ''],
            ...['', createdAt, source, at],
          ]),
    ),
  )
  await writeAnswers(copyIn, rows, writing)
}

/** How messages that were stored were answered, and what was thought of them. */
export async function writeAnswers(copyIn: CopyIn, rows: MessageRow[], writing: Writing): Promise<void> {
  await writeReplies(copyIn, rows, writing)
  const rated = rows.flatMap(({ id, message }) => (message?.feedback ? [{ id, message }] : []))
  await writeFeedback(copyIn, rated, writing)
}

async function writeReplies(
  copyIn: CopyIn,
  rows: MessageRow[],
  { userId, jobId, agentOf, breathe }: Writing,
) {
  const answers = rows.filter(({ message }) => message?.answer)
  if (answers.length === 0) return
  const columns = ['id', 'conversation_id', 'question_id', 'message_id', 'user_id', 'agent_id', 'status']
  await copyIn(
    'replies',
    [
      ...columns,
      'attempt',
      'options',
      'request_id',
      'model',
      'finish_reason',
      'usage',
      'created_at',
      'ended_at',
      'imported',
    ],
    inSteps(answers, breathe, ({ id, conversationId, questionId, message, createdAt }) => {
      const { answer, status } = message!
      const { model, finish_reason, usage } = answer!
      return copyRow([
        ...[newId(), conversationId, questionId, id, userId, agentOf(answer!)],
        ...[status === 'stopped' ? 'stopped' : 'completed', 1, '{}', `import-${jobId}`, model, finish_reason],
        ...[usage && JSON.stringify(usage), createdAt, createdAt, true],
      ])
    }),
  )
}

export async function writeFeedback(
  copyIn: CopyIn,
  rated: { id: string; message: IncomingMessage }[],
  { userId, breathe }: Pick<Writing, 'userId' | 'breathe'>,
): Promise<void> {
  const given = rated.filter(({ message }) => message.feedback && message.role === 'assistant')
  if (given.length === 0) return
  await copyIn(
    'feedback',
    ['message_id', 'user_id', 'type', 'comment', 'created_at', 'updated_at'],
    inSteps(given, breathe, ({ id, message }) => {
      const { type, comment, created_at } = message.feedback!
      return copyRow([id, userId, type, comment, created_at, created_at])
    }),
  )
}

async function* inSteps<T>(
  rows: T[],
  breathe: Writing['breathe'],
  write: (row: T) => Iterable<string>,
): AsyncGenerator<string> {
  let step = ''
  for (const row of rows) {
    for (const piece of write(row)) {
      step += piece
      if (step.length < stepChars) continue
      yield step
      step = ''
      await breathe()
    }
  }
  if (step !== '') yield step
}
