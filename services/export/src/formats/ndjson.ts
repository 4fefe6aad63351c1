import type { Writer } from './format.ts'
import { formatVersion } from './format.ts'

interface State {
  conversations: number
  messages: number
}

/** The canonical form: chat's lines as they are, between a line that names the format and one that counts. */
export function createNdjsonWriter(
  { conversations, messages }: State = { conversations: 0, messages: 0 },
): Writer {
  const line = (value: unknown) => Buffer.from(`${JSON.stringify(value)}\n`)
  return {
    begin: () => line({ type: 'export', format: 'lingzhi.conversations', format_version: formatVersion }),
    write: (page) => {
      conversations += page.conversations
      messages += page.messages
      return page.pieces
    },
    end: () => line({ type: 'end', conversations, messages }),
    state: () => ({ conversations, messages }),
  }
}
