import type { ReplyEntry, ReplyOutcome } from '@lingzhi/contracts/chat-replies'
import type { PlacedPart, ToolPart } from '@lingzhi/contracts/tool-parts'
import type { Place } from '@lingzhi/reply-feed/place'

type Part = 'reasoning' | 'content'

export interface StoredReply {
  attempt: number
  reasoning: string
  content: string
  runs: readonly number[]
  /** What was told of tools; null: nothing. */
  parts: readonly PlacedPart[] | null
  outcome: ReplyOutcome
}

/**
 * The entries of a finished reply after a place, cut from the stored texts: what the log would hold if it had not
 * expired. A place in an earlier attempt is void, so the whole answer follows after a reset.
 */
export function* replay(stored: StoredReply, after: Place): Generator<ReplyEntry> {
  const { attempt, outcome } = stored
  const same = after.attempt === attempt
  if (!same && after.position > 0) yield { kind: 'reset', attempt, position: 0 }
  const seen = same ? after.position : 0
  const taken = { reasoning: 0, content: 0 }
  let position = 0
  for (const piece of pieces(stored)) {
    const start = position
    if ('tool' in piece) {
      position += 1
      if (position > seen) yield { kind: 'tool', attempt, position, tool: piece.tool }
      continue
    }
    const { part, length } = piece
    const from = taken[part]
    taken[part] += length
    position += length
    const text = stored[part].slice(from + Math.max(0, seen - start), taken[part])
    if (position > seen && text !== '') yield { kind: 'text', attempt, position, part, text }
  }
  yield { kind: 'end', attempt, position, outcome }
}

type Piece = { part: Part; length: number } | { tool: ToolPart }

/** The stretches of text with the parts about tools at their places, which may lie inside of a stretch. */
function* pieces({ runs, parts }: StoredReply): Generator<Piece> {
  if (!parts) {
    for (const [index, length] of runs.entries()) yield { part: partOf(index), length }
    return
  }
  const left = [...parts]
  let position = 0
  const told = function* () {
    while (left[0] && left[0].at <= position + 1) {
      position += 1
      yield withoutPlace(left.shift()!)
    }
  }
  for (const [index, length] of runs.entries()) {
    for (let rest = length; rest > 0; ) {
      yield* told()
      const until = Math.min(rest, left[0] ? left[0].at - 1 - position : rest)
      yield { part: partOf(index), length: until }
      position += until
      rest -= until
    }
  }
  for (const part of left) yield withoutPlace(part)
}

const withoutPlace = ({ at: _, ...tool }: PlacedPart): Piece => ({ tool })

const partOf = (index: number): Part => (index % 2 === 0 ? 'reasoning' : 'content')
