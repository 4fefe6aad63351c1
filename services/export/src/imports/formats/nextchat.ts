import { toInstant } from '@lingzhi/runtime/instants'
import type { ReadFormat } from '../found.ts'
import type { Path } from '../reading/scan-json.ts'
import { browserTimes } from './browser-times.ts'
import type { Members } from './members.ts'
import { idOf, listOf, membersOf, textOf } from './members.ts'
import type { ForeignConversation } from './plant-tree.ts'
import { readValues } from './read-values.ts'

const store = 'chat-next-web-store'
const dateMaxChars = 100

/** NextChat's back-up: what its page stores in the browser, with a list of sessions. */
export const readNextChat: ReadFormat = (source) =>
  readValues(
    source,
    (path: Path) => {
      if (path.length === 0 || (path.length === 1 && path[0] === store)) return 'enter'
      if (path[0] !== store || path[1] !== 'sessions') return 'pass'
      return path.length === 2 ? 'enter' : 'take'
    },
    (value) => (Array.isArray(value.messages) ? [toForeign(value)] : []),
  )

function toForeign(value: Members): ForeignConversation {
  const { name, modelConfig } = membersOf(value.mask)
  const messages = listOf(value.messages).map(membersOf)
  const last = typeof value.lastUpdate === 'number' ? value.lastUpdate : undefined
  const written = browserTimes(
    messages.map(({ date }) => textOf(date).slice(0, dateMaxChars)),
    last,
  )
  const times = messages.map(({ date }, at) => written[at] ?? toInstant(date) ?? undefined)
  return {
    origin: 'nextchat',
    id: idOf(value.id),
    title: textOf(value.topic),
    createdAt: times.find((at) => at !== undefined) ?? value.lastUpdate,
    updatedAt: value.lastUpdate,
    agent: textOf(name) || null,
    nodes: messages.map((message, at) => ({
      id: idOf(message.id),
      role:
        message.isError === true || (message.role !== 'user' && message.role !== 'assistant')
          ? null
          : message.role,
      content: contentOf(message.content),
      at: times[at],
      model: textOf(message.model) || textOf(membersOf(modelConfig).model) || null,
      stopped: message.streaming === true,
    })),
    leftOut: messages.reduce(
      (sum, { content }) => sum + listOf(content).filter((part) => !isText(part)).length,
      0,
    ),
  }
}

const isText = (part: unknown) => membersOf(part).type === 'text'

const contentOf = (content: unknown): string =>
  typeof content === 'string'
    ? content
    : listOf(content)
        .filter(isText)
        .map((part) => textOf(membersOf(part).text))
        .join('\n\n')
