import type { Writer } from './format.ts'
import { formatVersion } from './format.ts'
import { forEachLine, isConversation } from './lines.ts'

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
    write: (lines) => {
      forEachLine(lines, (start) => {
        if (isConversation(lines, start)) conversations += 1
        else messages += 1
      })
      return lines
    },
    end: () => line({ type: 'end', conversations, messages }),
    state: () => ({ conversations, messages }),
  }
}
