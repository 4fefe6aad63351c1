import type { ReadFormat } from '../found.ts'
import type { Path } from '../reading/scan-json.ts'
import type { Members } from './members.ts'
import { idOf, listOf, membersOf, textOf } from './members.ts'
import type { ForeignConversation } from './plant-tree.ts'
import { readValues } from './read-values.ts'

/** Chatbot UI's export: conversations under `history`, their messages without ids and times. */
export const readChatbotUi: ReadFormat = (source) =>
  readValues(
    source,
    (path: Path) =>
      path.length === 0 || (path.length === 1 && path[0] === 'history')
        ? 'enter'
        : path[0] === 'history'
          ? 'take'
          : 'pass',
    (value) => (Array.isArray(value.messages) ? [toForeign(value)] : []),
  )

function toForeign(value: Members): ForeignConversation {
  const model = textOf(membersOf(value.model).id) || null
  return {
    origin: 'chatbot-ui',
    id: idOf(value.id),
    title: textOf(value.name),
    nodes: listOf(value.messages).map((one) => {
      const { role, content } = membersOf(one)
      return {
        role: role === 'user' || role === 'assistant' ? role : null,
        content: textOf(content),
        model,
      }
    }),
  }
}
