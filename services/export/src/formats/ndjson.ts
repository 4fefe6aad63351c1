import type { Writer } from './format.ts'
import { formatVersion } from './format.ts'

interface State {
  conversations: number
  messages: number
  /** Of each type of other records; undefined until there is a page of them. */
  records?: Record<string, number>
}

/** The canonical form: chat's lines as they are, between a line that names the format and one that counts. */
export function createNdjsonWriter(
  { conversations, messages, records }: State = { conversations: 0, messages: 0 },
): Writer {
  const line = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`)
  return {
    begin: () => line({ type: 'export', format: 'lingzhi.conversations', format_version: formatVersion }),
    write: (page) => {
      conversations += page.conversations
      messages += page.messages
      if (page.records) {
        records = { ...records }
        for (const [type, count] of Object.entries(page.records)) records[type] = (records[type] ?? 0) + count
      }
      return page.pieces
    },
    end: () => line({ type: 'end', conversations, messages, records }),
    state: () => ({ conversations, messages, records }),
  }
}
