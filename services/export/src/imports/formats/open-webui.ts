import type { ReadFormat } from '../found.ts'
import { unfold } from './folded-parts.ts'
import type { Members } from './members.ts'
import { idOf, isObject, listOf, membersOf, textOf, usageOf } from './members.ts'
import type { ForeignConversation, ForeignNode } from './plant-tree.ts'
import { each, readValues } from './read-values.ts'

/** Open WebUI's export: a list of chats, each with a tree in `chat.history.messages`. */
export const readOpenWebUi: ReadFormat = (source) =>
  readValues(source, each, (value) => (isObject(value.chat) ? [toForeign(value)] : []))

function toForeign(value: Members): ForeignConversation {
  const chat = membersOf(value.chat)
  const history = membersOf(chat.history)
  const tree = Object.values(membersOf(history.messages)).map((message) => nodeOf(membersOf(message), true))
  // The oldest have a list alone.
  const read =
    tree.length > 0 ? tree : listOf(chat.messages).map((message) => nodeOf(membersOf(message), false))
  return {
    origin: 'open-webui',
    id: idOf(value.id) ?? idOf(chat.id),
    title: textOf(value.title) || textOf(chat.title),
    createdAt: value.created_at ?? chat.timestamp,
    updatedAt: value.updated_at,
    pinned: value.pinned === true,
    archived: value.archived === true,
    nodes: read.map(({ leftOut: _, ...node }) => node),
    leaf: idOf(history.currentId),
    leftOut: read.reduce((sum, { leftOut }) => sum + leftOut, 0),
  }
}

function nodeOf(message: Members, inTree: boolean): ForeignNode & { leftOut: number } {
  const role = textOf(message.role)
  const written = contentOf(message.content)
  const { text, thoughts, leftOut } =
    role === 'assistant' ? unfold(written) : { text: written, thoughts: [], leftOut: 0 }
  const { rating, comment, reason } = membersOf(message.annotation)
  return {
    id: idOf(message.id),
    ...(inTree && { parent: idOf(message.parentId) ?? null }),
    role: role === 'user' || role === 'assistant' ? role : null,
    content: text,
    reasoning: thoughts.join('\n\n'),
    at: message.timestamp,
    model: textOf(message.modelName) || textOf(message.model) || null,
    usage: usageOf(message.usage ?? membersOf(message.info).usage ?? message.info),
    liked: rating === 1 ? true : rating === -1 ? false : null,
    comment: textOf(comment) || textOf(reason) || null,
    leftOut: leftOut + listOf(message.files).length,
  }
}

const contentOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : listOf(content)
        .map((part) => textOf(membersOf(part).text))
        .filter(Boolean)
        .join('\n\n')
