import type { LegacyConversation, LegacyMessage } from '@lingzhi/contracts/legacy-import'
import { originKey } from '@lingzhi/contracts/origin-key'
import { withoutNul } from '@lingzhi/contracts/shapes'
import type { OldRow, OldTable } from './old-rows.ts'
import { garbled } from './old-rows.ts'
import { garbledColumns, isGiven, originOf, type Reject, type readTimes, textOf } from './read-old.ts'

export interface OldChat {
  conversations: OldTable
  messages: OldTable | undefined
  source: string
  times: ReturnType<typeof readTimes>
  /** Where nothing tells when something was. */
  now: string
  reject: Reject
}

/** A message as an old system has it. */
interface OldMessage {
  role: string
  content: string | undefined
  at: string | null
  badDate: boolean
  line: number
  id: string
}

/** As long a text as an import takes. */
const contentMax = 8_000_000
const cleanText = (text: string) => withoutNul(text).toWellFormed()

/** The conversations of one owner of the old system, `owner` being what the column user_id says; each with its messages behind it. */
export function* toConversations(
  { conversations, messages, source, times, now, reject }: OldChat,
  rows: Iterable<OldRow>,
  userId: string,
): Generator<LegacyConversation | LegacyMessage> {
  let ordinal = 0
  for (const row of rows) {
    const { values, line } = row
    const origin = originOf(values.id) ?? originOf(values.conversation_id)
    const place = { table: 'conversations', line, ...(origin && { id: origin }) }
    if (!origin) {
      reject({ ...place, code: 'NO_ID', text: 'it has no id' })
      continue
    }
    for (const column of garbledColumns(row))
      if (column !== 'messages') reject({ ...place, code: 'GARBLED', text: `${column} is no text: left out` })
    const when = (...columns: string[]) => {
      for (const column of columns) {
        const at = times(values[column])
        if (at) return at
        if (isGiven(values[column]) && values[column] !== garbled)
          reject({ ...place, code: 'BAD_DATE', text: `${column} is no date: left out` })
      }
      return null
    }
    const said = messages ? [...fromTable(messages, row, times)] : []
    const found = said.length > 0 || !conversations.has('messages') ? said : fromJson(row, times)
    if (!found) {
      reject({ ...place, code: 'GARBLED', text: 'its messages are no JSON list' })
      continue
    }
    const key = originKey(source, 'conversation', origin)
    const created =
      when('created_at') ?? found.find(({ at }) => at)?.at ?? when('updated_at', 'last_active') ?? now
    const kept = placed(found, { source, origin, created, line, reject })
    yield {
      type: 'conversation',
      key,
      ordinal: ordinal++,
      continued: false,
      after_ms: 0,
      title: cleanText(textOf(values.title)),
      agent_id: null,
      agent_name: null,
      created_at: created,
      last_active:
        when('updated_at', 'last_active') ??
        kept.reduce((last, { created_at: at }) => (at.slice(0, -1) > last.slice(0, -1) ? at : last), created),
      pinned: false,
      archived: false,
      user_id: userId,
      origin,
      agent_origin: originOf(values.agent_id),
    }
    yield* kept
  }
}

function* fromTable(messages: OldTable, { values }: OldRow, times: OldChat['times']): Generator<OldMessage> {
  const names = new Set([originOf(values.id), originOf(values.conversation_id)])
  for (const name of names) {
    if (!name) continue
    let at = 0
    for (const { values: message, line } of messages.rowsWith('conversation_id', name)) {
      const written = message.timestamp ?? message.created_at
      const time = times(written)
      yield {
        role: textOf(message.role).trim().toLowerCase(),
        content: message.content === garbled ? undefined : textOf(message.content),
        at: time,
        badDate: !time && isGiven(written),
        line,
        id: originOf(message.id) ?? String(at),
      }
      at += 1
    }
  }
}

/** Of a conversation that has its messages in a column; undefined when that is no list. */
function fromJson({ values, line }: OldRow, times: OldChat['times']): OldMessage[] | undefined {
  const text = values.messages
  if (text === null || text === undefined || text === '') return []
  let list: unknown
  try {
    list = typeof text === 'string' ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
  if (!Array.isArray(list)) return undefined
  return list.map((one: unknown, at) => {
    const { role, content, timestamp } = (typeof one === 'object' && one !== null ? one : {}) as Record<
      string,
      unknown
    >
    const written = typeof timestamp === 'string' || typeof timestamp === 'number' ? timestamp : null
    const time = times(written)
    return {
      role: typeof role === 'string' ? role.trim().toLowerCase() : '',
      content: typeof content === 'string' ? content : undefined,
      at: time,
      badDate: !time && isGiven(written),
      line,
      id: `#${at + 1}`,
    }
  })
}

/** Each follows the one before it; what cannot be shown is left out, and told. */
function placed(
  found: OldMessage[],
  {
    source,
    origin,
    created,
    reject,
  }: { source: string; origin: string; created: string; line: number; reject: Reject },
): LegacyMessage[] {
  const kept: LegacyMessage[] = []
  let last = created
  for (const [at, { role, content, at: time, badDate, line, id }] of found.entries()) {
    const place = { table: 'messages', line, id: `${origin} ${id}` }
    if (role === 'system' || role === 'tool') continue
    if (role !== 'user' && role !== 'assistant') {
      reject({ ...place, code: 'NO_ROLE', text: 'it is neither a user’s nor an assistant’s' })
      continue
    }
    if (content === undefined || content.length > contentMax) {
      reject({
        ...place,
        code: 'GARBLED',
        text: 'its content is no text, or longer than 8 million characters',
      })
      continue
    }
    const text = cleanText(content)
    if (text.trim() === '') {
      reject({ ...place, code: 'EMPTY', text: 'it is empty' })
      continue
    }
    if (badDate) reject({ ...place, code: 'BAD_DATE', text: 'its date is none: that of the one before it' })
    last = time ?? last
    kept.push({
      type: 'message',
      // As the import of the Flask chat's own export has it: whoever brought that already finds it again.
      key: originKey(source, 'message', origin, at, role, content),
      parent: kept.at(-1)?.key ?? null,
      ordinal: kept.length,
      role,
      status: 'complete',
      content: text,
      created_at: last,
      active: true,
      ...(role === 'assistant' && {
        answer: { agent_id: null, agent_name: null, model: null, finish_reason: 'stop', usage: null },
      }),
    })
  }
  return kept
}
