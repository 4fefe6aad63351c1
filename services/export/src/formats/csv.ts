import { cell, cellCharsMax } from './cell.ts'
import type { Writer } from './format.ts'
import type { ConversationLine } from './lines.ts'
import { parseLines } from './lines.ts'

type State = {
  conversation: Pick<ConversationLine, 'title' | 'agent_name'> | null
  /** Cells so far that are longer than Excel holds; a file begun without the count has no column for lengths either. */
  longCells?: number
}

const columns = [
  'conversation_id',
  'conversation_title',
  'agent',
  'message_id',
  'parent_id',
  'role',
  'created_at',
  'content',
  'model',
  'total_tokens',
  'feedback',
  'content_length',
]

const byteOrderMark = '\ufeff'

/**
 * RFC 4180 with a header row, one row a message. It opens with a byte order mark, without which spreadsheets
 * take UTF-8 for something else. No text is cut: `content_length`, in the characters Excel counts, shows where Excel will.
 * Our own writer because csv-stringify takes four times as long
 * a row; docs/performance.md has the rates of whole exports with this one.
 */
export function createCsvWriter(
  { conversation, longCells }: State = { conversation: null, longCells: 0 },
): Writer {
  return {
    begin: () => Buffer.from(`${byteOrderMark}${columns.join(',')}\r\n`),
    write: ({ pieces }) => {
      let rows = ''
      for (const line of parseLines(Buffer.concat(pieces))) {
        if (line.type === 'conversation') {
          conversation = { title: line.title, agent_name: line.agent_name }
          continue
        }
        rows += `${line.conversation_id},${cell(conversation?.title ?? '')},`
        rows += `${cell(line.agent_name ?? conversation?.agent_name ?? '')},${line.id},${line.parent_id ?? ''},`
        rows += `${line.role},${line.created_at},${cell(line.content)},${cell(line.model ?? '')},`
        rows += `${line.usage?.total_tokens ?? ''},${line.feedback?.map(({ type }) => type).join(' ') ?? ''}`
        rows += longCells === undefined ? '\r\n' : `,${line.content.length}\r\n`
        if (longCells !== undefined && line.content.length > cellCharsMax) longCells += 1
      }
      return [Buffer.from(rows)]
    },
    end: () => Buffer.alloc(0),
    state: () => ({ conversation, longCells }),
  }
}
