import type { Found, ReadFormat } from '../found.ts'
import { cutOff, ImportFault, notJson } from '../reading/fault.ts'
import { parseValue } from '../reading/parse-value.ts'
import { readLines } from '../reading/read-lines.ts'
import type { Members } from './members.ts'
import { idOf, isObject, listOf, membersOf, textOf } from './members.ts'
import type { ForeignConversation } from './plant-tree.ts'
import { plantTree } from './plant-tree.ts'
import { each, readValues } from './read-values.ts'

const lineMaxBytes = 16 * 1024 ** 2

/** OpenAI's files for fine-tuning: a line is a conversation, `{"messages": [{role, content}]}`. */
export const readOpenAiLines: ReadFormat = async function* ({ chunks, uploadedAt }): AsyncGenerator<Found> {
  for await (const lines of readLines(chunks(), lineMaxBytes)) {
    for (const { bytes, line, last } of lines) {
      const place = { line }
      let value: unknown
      try {
        value = parseValue(bytes, place)
      } catch (err) {
        const isCut = last && line > 1 && err instanceof ImportFault && err.reason.code === 'NOT_JSON'
        throw isCut ? cutOff(place) : err
      }
      if (!isObject(value) || !Array.isArray(value.messages)) throw notJson(place)
      yield plantTree(toForeign(value), place, uploadedAt)
    }
  }
}

/** The same as one document: a list of such objects, or a single one. */
export const readOpenAiJson: ReadFormat = (source) =>
  readValues(source, each, (value) => (Array.isArray(value.messages) ? [toForeign(value)] : []))

function toForeign(value: Members): ForeignConversation {
  const messages = listOf(value.messages).map(membersOf)
  return {
    origin: 'openai-messages',
    id: idOf(value.id) ?? idOf(value.conversation_id),
    title: textOf(value.title) || textOf(value.name),
    createdAt: value.created_at ?? value.create_time,
    nodes: messages.map((message) => ({
      id: idOf(message.id),
      role: message.role === 'user' || message.role === 'assistant' ? message.role : null,
      content: contentOf(message.content),
      reasoning: textOf(message.reasoning_content),
      at: message.created_at,
      model: textOf(message.model) || textOf(value.model) || null,
    })),
    leftOut: messages.reduce(
      (sum, { content }) => sum + listOf(content).filter((part) => !isText(part)).length,
      0,
    ),
  }
}

const isText = (part: unknown) => typeof part === 'string' || membersOf(part).type === 'text'

const contentOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : listOf(content)
        .filter(isText)
        .map((part) => (typeof part === 'string' ? part : textOf(membersOf(part).text)))
        .join('\n\n')
