import type { Writer } from './format.ts'
import type { ConversationLine } from './lines.ts'
import { parseLines } from './lines.ts'

type State = { conversation: Pick<ConversationLine, 'title' | 'agent_name'> | null }

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
]

const byteOrderMark = '\ufeff'

/**
 * RFC 4180 with a header row, one row a message. It opens with a byte order mark, without which spreadsheets
 * take UTF-8 for something else. Our own writer because csv-stringify takes four times as long
 * a row; docs/performance.md has the rates of whole exports with this one.
 */
export function createCsvWriter({ conversation }: State = { conversation: null }): Writer {
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
        rows += `${line.usage?.total_tokens ?? ''},${line.feedback?.map(({ type }) => type).join(' ') ?? ''}\r\n`
      }
      return [Buffer.from(rows)]
    },
    end: () => Buffer.alloc(0),
    state: () => ({ conversation }),
  }
}

/**
 * A cell of text: quoted where RFC 4180 asks for it, and with an apostrophe before what a spreadsheet would run
 * as a formula (https://owasp.org/www-community/attacks/CSV_Injection).
 */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
