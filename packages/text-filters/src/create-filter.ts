import type { FilterAction } from './filter-rules.ts'
import { isHidden } from './fold.ts'
import type { PreparedFilter } from './prepare-filters.ts'
import type { ReadAs } from './read-as.ts'
import { readings } from './read-as.ts'
import { createTextReader } from './text-reader.ts'

export interface FilterHit {
  rule: string
  action: FilterAction
  count: number
}

export interface Filter {
  /** Returns the text that may be passed on: what can no longer be part of a term. Empty once blocked. */
  push: (text: string) => string
  /** Returns the text held back. */
  end: () => string
  /** Whether a rule with `block` was hit. The text before it was passed on. */
  readonly blocked: boolean
  /** The hits in the text passed on or blocked, by rule; never the text itself. */
  hits: () => FilterHit[]
}

/** An occurrence of a rule's term; positions count from the start of the whole text. */
interface Occurrence {
  rule: number
  from: number
  to: number
}

/** Not an asterisk, since Markdown takes a row of those for emphasis. */
const maskCharacter = '█'

/**
 * Filters one text while it streams, read in several ways at once: as written, and as rendered. The whole output depends
 * only on the text, never on how it was cut into chunks. Only the longest end that could still become a term is held
 * back, and no surrogate pair is split.
 */
export function createFilter(prepared: PreparedFilter, ways: readonly ReadAs[] = readings.markdown): Filter {
  const { rules } = prepared
  const counts = new Map<number, number>()
  let held = ''
  let heldAt = 0
  let blockedAt = Number.POSITIVE_INFINITY
  let blocked = false
  /** Occurrences that extend into the held text, once each however many readings show them. */
  const found = new Map<string, Occurrence>()

  const isBlock = ({ rule }: Occurrence) => rules[rule]?.action === 'block'
  const report = (rule: number, from: number, to: number) => {
    const occurrence = { rule, from, to }
    found.set(`${rule} ${from} ${to}`, occurrence)
    if (isBlock(occurrence)) blockedAt = Math.min(blockedAt, from)
  }
  const readers = ways.map((readAs, index) =>
    createTextReader(readAs, prepared.watch(report, { throughMarks: index > 0 })),
  )
  const count = ({ rule }: Occurrence) => counts.set(rule, (counts.get(rule) ?? 0) + 1)

  const read = (ended: boolean) => {
    for (const reader of readers) reader.read(held, heldAt, ended, () => blockedAt)
    const until = Math.min(heldAt + held.length, ...(ended ? [] : readers.map(({ heldFrom }) => heldFrom())))
    blocked = until >= blockedAt || (ended && blockedAt !== Number.POSITIVE_INFINITY)
    return release(Math.min(until, blockedAt))
  }

  const release = (until: number) => {
    const passed = [...found.values()].filter(({ from }) => from < until)
    const text = maskText(
      held.slice(0, until - heldAt),
      heldAt,
      passed.filter(({ rule }) => rules[rule]?.action === 'mask'),
    )
    held = held.slice(until - heldAt)
    heldAt = until
    for (const [key, occurrence] of found) {
      if (occurrence.to > until && !(blocked && occurrence.from < until)) continue
      found.delete(key)
      count(occurrence)
    }
    // Of the blocking occurrences, only the shortest is found however the text was cut, so only that one is counted.
    const [first] = [...found.values()].filter(isBlock).sort((a, b) => a.to - b.to || a.rule - b.rule)
    if (blocked && first) count(first)
    return text
  }

  return {
    push: (text) => {
      if (blocked) return ''
      held += text
      return read(false)
    },
    end: () => (blocked ? '' : read(true)),
    get blocked() {
      return blocked
    },
    hits: () =>
      rules.flatMap(({ name, action }, index) => {
        const count = counts.get(index)
        return count ? [{ rule: name, action, count }] : []
      }),
  }
}

/** The text with every character of the ranges masked; invisible ones in them are dropped. */
function maskText(text: string, offset: number, ranges: readonly { from: number; to: number }[]): string {
  let masked = ''
  let at = 0
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const start = Math.max(at, Math.min(text.length, from - offset))
    const end = Math.max(start, Math.min(text.length, to - offset))
    masked += text.slice(at, start)
    for (const character of text.slice(start, end)) masked += isHidden(character) ? '' : maskCharacter
    at = end
  }
  return masked + text.slice(at)
}
