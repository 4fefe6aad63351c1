import type { ReadFormat } from '../found.ts'
import type { Members } from './members.ts'
import { idOf, isObject, listOf, membersOf, textOf, usageOf } from './members.ts'
import type { ForeignConversation, ForeignNode } from './plant-tree.ts'
import { readValues } from './read-values.ts'

const fileMaxBytes = 16 * 1024 ** 2

/**
 * LobeHub's export, of the browser's database (`state`) or of the server's (`data`): all messages in one list, which say their topic
 * and their session. Each topic is a conversation, and so is what of a session belongs to no topic. As they are not in order, the
 * whole file is held: at most 16 MiB of it.
 */
export const readLobeHub: ReadFormat = (source) => readValues(source, () => 'take', toForeigns, fileMaxBytes)

function toForeigns(value: Members): ForeignConversation[] {
  const state = isObject(value.state) ? value.state : membersOf(value.data)
  const sessions = byId(state.sessions)
  const topics = byId(state.topics)
  const messages = listOf(state.messages).map(membersOf)
  const groups = Map.groupBy(messages, ({ topicId, sessionId, topic_id, session_id }) => {
    const topic = idOf(topicId ?? topic_id)
    return topic ? `topic ${topic}` : `session ${idOf(sessionId ?? session_id) ?? 'inbox'}`
  })
  return [...groups].map(([group, some]) => {
    const [kind = '', id = ''] = group.split(' ')
    const topic = kind === 'topic' ? topics.get(id) : undefined
    const first = some[0] ?? {}
    const sessionId = idOf(first.sessionId ?? first.session_id ?? topic?.sessionId ?? topic?.session_id)
    const session = sessions.get(kind === 'session' ? id : (sessionId ?? ''))
    const agent = textOf(membersOf(session?.meta).title) || textOf(session?.title) || null
    const read = some.map(nodeOf)
    return {
      origin: 'lobehub',
      id: group,
      title: textOf(topic?.title) || agent || '',
      createdAt: topic?.createdAt ?? topic?.created_at ?? first.createdAt ?? first.created_at,
      updatedAt: topic?.updatedAt ?? topic?.updated_at,
      pinned: topic?.favorite === true || topic?.favorite === 1,
      agent,
      nodes: read
        .map(({ leftOut: _, ...node }) => node)
        .sort((one, other) => timeOf(one.at) - timeOf(other.at)),
      leftOut: read.reduce((sum, { leftOut }) => sum + leftOut, 0),
    }
  })
}

const byId = (list: unknown) =>
  new Map(
    listOf(list)
      .map(membersOf)
      .map((one) => [idOf(one.id) ?? '', one]),
  )

const timeOf = (at: unknown) => (typeof at === 'number' ? at : Date.parse(textOf(at)) || 0)

function nodeOf(message: Members): ForeignNode & { leftOut: number } {
  const role = textOf(message.role)
  const extra = membersOf(message.extra)
  const files = listOf(message.files).length + listOf(message.imageList).length
  return {
    id: idOf(message.id),
    role: message.error || (role !== 'user' && role !== 'assistant') ? null : role,
    content: textOf(message.content),
    reasoning: textOf(membersOf(message.reasoning).content),
    at: message.createdAt ?? message.created_at,
    model: textOf(message.model) || textOf(extra.fromModel) || textOf(extra.model) || null,
    usage: usageOf(message.usage),
    leftOut: files,
  }
}
