import type { ReadFormat } from '../found.ts'
import type { Members } from './members.ts'
import { idOf, listOf, membersOf, textOf } from './members.ts'
import type { ForeignConversation, ForeignNode } from './plant-tree.ts'
import { each, readValues } from './read-values.ts'

/** Claude's export: `conversations.json`, a list with `chat_messages`; newer ones say which message follows which. */
export const readClaude: ReadFormat = (source) =>
  readValues(source, each, (value) => ('chat_messages' in value ? [toForeign(value)] : []))

/** Where every conversation begins. */
const root = '00000000-0000-4000-8000-000000000000'

function toForeign(value: Members): ForeignConversation {
  const read = listOf(value.chat_messages).map((message) => nodeOf(membersOf(message)))
  return {
    origin: 'claude',
    id: idOf(value.uuid),
    title: textOf(value.name),
    createdAt: value.created_at,
    updatedAt: value.updated_at,
    pinned: value.is_starred === true,
    nodes: read.map(({ leftOut: _, ...node }) => node),
    leaf: idOf(value.current_leaf_message_uuid),
    leftOut: read.reduce((sum, { leftOut }) => sum + leftOut, 0),
  }
}

function nodeOf(message: Members): ForeignNode & { leftOut: number } {
  const sender = textOf(message.sender)
  const blocks = listOf(message.content).map(membersOf)
  const texts = blocks.filter(({ type }) => type === 'text').map(({ text }) => textOf(text))
  const thoughts = blocks.filter(({ type }) => type === 'thinking').map(({ thinking }) => textOf(thinking))
  const attached = listOf(message.attachments).map((one) => attachmentOf(membersOf(one)))
  // Beside blocks of other kinds `text` says no more than that they cannot be shown.
  const written = blocks.length > texts.length ? '' : textOf(message.text)
  const text = texts.some(Boolean) ? texts.filter(Boolean).join('\n\n') : written
  const { parent_message_uuid: parent } = message
  return {
    id: idOf(message.uuid),
    ...(parent !== undefined && { parent: parent === root ? null : (idOf(parent) ?? null) }),
    role: sender === 'human' || sender === 'user' ? 'user' : sender === 'assistant' ? 'assistant' : null,
    content: [text, ...attached].filter(Boolean).join('\n\n'),
    reasoning: thoughts.filter(Boolean).join('\n\n'),
    at: message.created_at,
    stopped: message.truncated === true,
    leftOut:
      blocks.length -
      texts.length -
      thoughts.length +
      listOf(message.files).length +
      attached.filter((one) => one === '').length,
  }
}

/** The text of a document that was pasted or attached. */
function attachmentOf({ file_name, extracted_content }: Members): string {
  const text = textOf(extracted_content)
  return text === '' ? '' : [textOf(file_name), text].filter(Boolean).join('\n')
}
