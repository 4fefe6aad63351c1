import { createHash } from 'node:crypto'
import type { KnownConversation, KnownMessage } from './importing.queries.ts'
import type { Incoming, IncomingMessage } from './read-batch.ts'

/** Where a message stands here. */
export interface Place {
  id: string
  depth: number
  active: boolean
}

/** A message that is to be stored. */
export interface PlacedMessage extends Place {
  source: string
  parentId: string | null
  /** The message a new answer answers; itself where it follows nothing. */
  questionId: string
  /** Undefined: one that the file only points at, such as an answer that failed. It is kept as failed and never shown. */
  message: IncomingMessage | undefined
  createdAt: string
}

export interface Placing {
  placed: PlacedMessage[]
  /** Kept a place for until now. */
  filled: { id: string; parentId: string | null; message: IncomingMessage }[]
  /** Here already with another text, which was imported as well. */
  changed: { id: string; message: IncomingMessage }[]
  /** Here already, and now with an opinion. */
  rated: { id: string; message: IncomingMessage }[]
  existing: number
}

export interface Standing {
  known: KnownConversation | undefined
  /** By key. */
  messages: ReadonlyMap<string, KnownMessage>
  newId: (createdAt: string, ordinal: number) => string
}

/**
 * Finds the place of every message of a conversation: those that are here already stay as and where they are, the others join
 * them in the tree. The active path is only ever made longer, never led elsewhere: what a reader sees here is theirs.
 */
export function placeMessages(incoming: Incoming, { known, messages, newId }: Standing): Placing {
  const placing: Placing = { placed: [], filled: [], changed: [], rated: [], existing: 0 }
  const places = new Map<string, Place>()
  let leaf: Place | undefined = known?.leaf_id
    ? { id: known.leaf_id, depth: known.leaf_depth, active: true }
    : undefined
  let lastQuestion: Place | undefined

  const placeOf = (key: string): Place | undefined => places.get(key) ?? messages.get(key)

  const put = (
    key: string,
    parent: Place | undefined,
    wantsActive: boolean,
    row: Pick<PlacedMessage, 'message' | 'createdAt'>,
    ordinal: number,
  ) => {
    const active = wantsActive && parent?.id === leaf?.id
    const place = { id: newId(row.createdAt, ordinal), depth: (parent?.depth ?? 0) + 1, active }
    const parentId = parent?.id ?? null
    placing.placed.push({ ...place, ...row, source: key, parentId, questionId: parentId ?? place.id })
    places.set(key, place)
    if (active) leaf = place
    return place
  }

  for (const message of incoming.messages) {
    const { key, parent: parentKey, active, ordinal, created_at: createdAt } = message
    const here = messages.get(key)
    const isGap = here?.status === 'failed' && here.source_id !== null
    if (here && !isGap) {
      const imported = here.source_id !== null
      if (imported && here.digest !== digestOf(message)) placing.changed.push({ id: here.id, message })
      else if (imported && message.feedback && !here.rated && here.role === 'assistant')
        placing.rated.push({ id: here.id, message })
      else placing.existing += 1
      if (here.role === 'user') lastQuestion = here
      continue
    }
    if (places.has(key)) {
      placing.existing += 1
      continue
    }
    let parent = parentKey === null ? undefined : placeOf(parentKey)
    if (parentKey !== null && !parent) {
      // Exports leave out answers that failed: something stood there, and behind what it stood is where a reader was.
      const before = active ? leaf : lastQuestion
      parent = put(parentKey, before, active, { message: undefined, createdAt }, ordinal)
    }
    if (here) {
      // The first of two with this key.
      places.set(key, here)
      placing.filled.push({ id: here.id, parentId: parent?.id ?? null, message })
    }
    const place = here ?? put(key, parent, active, { message, createdAt }, ordinal)
    if (message.role === 'user') lastQuestion = place
  }
  return placing
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')

/** As `knownMessages` has it. */
const digestOf = ({ content, reasoning = '' }: IncomingMessage) => md5(md5(content) + md5(reasoning))
