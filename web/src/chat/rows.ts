import type { AttachedFile } from '../attach/attachments.ts'
import type { FailedAnswer, Message } from './conversation.queries.ts'
import type { Live } from './reply/live.ts'

/** What stands in the list, in its order. A row keeps its key while an answer grows and when the server's copy replaces it. */
export type Row =
  | { kind: 'question'; key: string; message: Message }
  | { kind: 'asking'; key: string; text: string; files?: readonly AttachedFile[] }
  | { kind: 'answer'; key: string; message: Message }
  | { kind: 'failed'; key: string; answer: FailedAnswer }
  | { kind: 'live'; key: string; live: Live }

export interface Shown {
  messages: readonly Message[]
  failed: readonly FailedAnswer[]
  live: Live | null
  /** Keys of rows by the id that the server gave to what they show. */
  aliases: ReadonlyMap<string, string>
}

/** The active path, failed answers below their questions, and at its end what is being asked and answered. */
export function toRows({ messages, failed, live, aliases }: Shown): Row[] {
  const keyOf = (id: string) => aliases.get(id) ?? id
  // The server's copy of an answer that has ended takes the place of the live one.
  const ended = live?.ids && messages.some(({ id }) => id === live.ids?.message_id)
  const shown = live && !ended ? cutBefore(messages, live) : messages
  const rows = shown.map((message) => rowOf(message, keyOf(message.id)))
  for (const answer of failed) {
    if (live && !ended && answer.parent_id === live.ids?.question_id) continue
    const at = rows.findIndex((row) => 'message' in row && row.message.id === answer.parent_id)
    if (at >= 0 && rows[at + 1] === undefined) rows.push({ kind: 'failed', key: keyOf(answer.id), answer })
  }
  if (!live || ended) return rows
  const asked = live.question
  if (asked && !shown.some(({ id }) => id === live.ids?.question_id)) rows.push({ kind: 'asking', ...asked })
  rows.push({ kind: 'live', key: live.key, live })
  return rows
}

const known = new WeakMap<Message, Row>()

/** The same object for as long as the message says the same: of five thousand only the one that grows is drawn again. */
function rowOf(message: Message, key: string): Row {
  const before = known.get(message)
  if (before?.key === key) return before
  const row: Row = { kind: message.role === 'user' ? 'question' : 'answer', key, message }
  known.set(message, row)
  return row
}

/** A branch begins below its parent: what followed there is on the other branch. */
function cutBefore(messages: readonly Message[], { after, ids }: Live): readonly Message[] {
  const parent = ids && messages.some(({ id }) => id === ids.question_id) ? ids.question_id : after
  if (parent === undefined) return messages
  if (parent === null) return []
  const at = messages.findIndex(({ id }) => id === parent)
  return at < 0 ? messages : messages.slice(0, at + 1)
}
