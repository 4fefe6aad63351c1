import type { Found, ReadFormat } from '../found.ts'
import type { Place } from '../reading/fault.ts'
import { cutOff, ImportFault, notJson } from '../reading/fault.ts'
import { parseValue } from '../reading/parse-value.ts'
import { readLines } from '../reading/read-lines.ts'
import type { Members } from './members.ts'
import { idOf, isObject, listOf, membersOf, textOf } from './members.ts'
import type { ForeignConversation, ForeignNode } from './plant-tree.ts'
import { nodesMax, plantTree } from './plant-tree.ts'

const lineMaxBytes = 16 * 1024 ** 2

/**
 * The exports of the Flask chat that Lingzhi replaces: of all conversations, a line each behind one that tells their number; or of
 * one conversation, which the first line names, and then a line a message.
 */
export const readFlaskChat: ReadFormat = async function* ({ chunks, uploadedAt }): AsyncGenerator<Found> {
  let single: { conversation: Members; place: Place; nodes: ForeignNode[] } | undefined
  for await (const lines of readLines(chunks(), lineMaxBytes)) {
    for (const { bytes, line, last } of lines) {
      const place = { line }
      const value = parseLine(bytes, place, last)
      if (line === 1 && 'total_conversations' in value) continue
      if (line === 1) single = { conversation: value, place, nodes: [] }
      else if (!single) yield plantTree(wholeOf(value), place, uploadedAt)
      else if (single.nodes.length >= nodesMax) throw tooLong(place)
      else single.nodes.push(nodeOf(value))
    }
  }
  if (!single) return
  const { conversation, place, nodes } = single
  yield plantTree({ ...wholeOf(conversation), nodes }, place, uploadedAt)
}

function parseLine(bytes: Buffer, place: Place & { line: number }, last: boolean): Members {
  try {
    const value = parseValue(bytes, place)
    if (isObject(value)) return value
  } catch (err) {
    throw last && place.line > 1 && err instanceof ImportFault && err.reason.code === 'NOT_JSON'
      ? cutOff(place)
      : err
  }
  throw notJson(place)
}

const wholeOf = (value: Members): ForeignConversation => ({
  origin: 'flask-chat',
  id: idOf(value.conversation_id) ?? idOf(value.id),
  title: textOf(value.title),
  createdAt: value.created_at,
  updatedAt: value.last_active,
  nodes: listOf(value.messages).map((message) => nodeOf(membersOf(message))),
})

const nodeOf = ({ role, content, timestamp }: Members): ForeignNode => ({
  role: role === 'user' || role === 'assistant' ? role : null,
  content: textOf(content),
  at: timestamp,
})

const tooLong = (place: Place) =>
  new ImportFault(
    'TOO_LARGE',
    { zh: '对话过长，无法导入', en: 'The conversation is too long to be imported.' },
    place,
  )
