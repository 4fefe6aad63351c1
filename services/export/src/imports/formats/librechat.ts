import type { ReadFormat } from '../found.ts'
import type { Members } from './members.ts'
import { idOf, listOf, membersOf, textOf } from './members.ts'
import type { ForeignConversation, ForeignNode } from './plant-tree.ts'
import { each, readValues } from './read-values.ts'

/** LibreChat's export: a file is one conversation, its messages flat or each within the one it follows. */
export const readLibreChat: ReadFormat = (source) =>
  readValues(source, each, (value) => (value.messagesTree || value.messages ? [toForeign(value)] : []))

const noParent = '00000000-0000-0000-0000-000000000000'

function toForeign(value: Members): ForeignConversation {
  const messages = listOf(value.messagesTree ?? value.messages)
  const read = flat(messages)
  return {
    origin: 'librechat',
    id: idOf(value.conversationId),
    title: textOf(value.title),
    createdAt: value.createdAt ?? read.find(({ at }) => at !== undefined)?.at,
    updatedAt: value.updatedAt,
    archived: value.isArchived === true,
    nodes: read.map(({ leftOut: _, ...node }) => node),
    leftOut: read.reduce((sum, { leftOut }) => sum + leftOut, 0),
  }
}

type ReadNode = ForeignNode & { leftOut: number }

/** All messages, each behind the one it stands within; the way goes down without calling itself, however deep they stand. */
function flat(messages: unknown[]): ReadNode[] {
  const nodes: ReadNode[] = []
  const waiting = messages
    .map((message) => ({ message: membersOf(message), within: undefined as string | undefined }))
    .reverse()
  while (waiting.length > 0) {
    const { message, within } = waiting.pop()!
    const node = nodeOf(message, within)
    nodes.push(node)
    const children = listOf(message.children)
    for (let at = children.length - 1; at >= 0; at--)
      waiting.push({ message: membersOf(children[at]), within: node.id })
  }
  return nodes
}

function nodeOf(message: Members, within: string | undefined): ReadNode {
  const parts = listOf(message.content).map(membersOf)
  const texts = parts.map(({ type, text }) => (type === 'text' ? textOf(membersOf(text).value ?? text) : ''))
  const thoughts = parts.map(({ type, think }) => (type === 'think' ? textOf(think) : ''))
  const text = textOf(message.text)
  const parent = within ?? idOf(message.parentMessageId)
  return {
    id: idOf(message.messageId),
    ...(parent !== undefined && { parent: parent === noParent ? null : parent }),
    role: message.error === true ? null : roleOf(message),
    content: text !== '' ? text : texts.filter(Boolean).join('\n\n'),
    reasoning: thoughts.filter(Boolean).join('\n\n'),
    at: message.createdAt,
    model: textOf(message.model) || null,
    stopped: message.unfinished === true,
    liked: ratingOf(membersOf(message.feedback).rating),
    comment: textOf(membersOf(message.feedback).text) || null,
    leftOut:
      parts.filter(({ type }) => type !== 'text' && type !== 'think').length + listOf(message.files).length,
  }
}

/** Whose it is: programs that write LibreChat's format for it to read tell it in one of three ways. */
function roleOf({ isCreatedByUser, role, sender }: Members): 'user' | 'assistant' | null {
  if (typeof isCreatedByUser === 'boolean') return isCreatedByUser ? 'user' : 'assistant'
  if (role === 'system' || role === 'tool') return null
  return textOf(role ?? sender).toLowerCase() === 'user' ? 'user' : 'assistant'
}

const ratingOf = (rating: unknown) => (rating === 'thumbsUp' ? true : rating === 'thumbsDown' ? false : null)
