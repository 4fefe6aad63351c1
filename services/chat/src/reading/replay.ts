import type { Entry, Outcome, Place } from './entries.ts'

export interface StoredReply {
  attempt: number
  reasoning: string
  content: string
  runs: readonly number[]
  outcome: Outcome
}

/**
 * The entries of a finished reply after a place, cut from the stored texts: what the log would hold if it had not
 * expired. A place in an earlier attempt is void, so the whole answer follows after a reset.
 */
export function* replay(stored: StoredReply, after: Place): Generator<Entry> {
  const { attempt, outcome } = stored
  const same = after.attempt === attempt
  if (!same && after.position > 0) yield { kind: 'reset', attempt, position: 0 }
  const seen = same ? after.position : 0
  const taken = { reasoning: 0, content: 0 }
  let position = 0
  for (const [index, length] of stored.runs.entries()) {
    const part = index % 2 === 0 ? 'reasoning' : 'content'
    const from = taken[part]
    taken[part] += length
    const start = position
    position += length
    const text = stored[part].slice(from + Math.max(0, seen - start), taken[part])
    if (position > seen && text !== '') yield { kind: 'text', attempt, position, part, text }
  }
  yield { kind: 'end', attempt, position, outcome }
}
