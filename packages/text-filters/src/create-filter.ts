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
  /** What may be passed on: everything that can no longer become a term. Nothing more once it is blocked. */
  push: (text: string) => string
  /** What was held back. */
  end: () => string
  /** Has a rule with `block` been met? What came before it was passed on. */
  readonly blocked: boolean
  /** What was met in what was passed on or blocked, by rule: never the text. */
  hits: () => FilterHit[]
}

/** A rule was met; places are counted from the start of the whole text. */
interface Occurrence {
  rule: number
  from: number
  to: number
}

/** Not an asterisk: a Markdown reader would take a row of those for emphasis. */
const maskCharacter = '█'

/**
 * Filters one text while it streams, read in several ways at once: as it is written, and as it shows. Its
 * output, put together, depends on the text alone, never on how it was cut; it holds back only the longest
 * end that could still become a term, and never splits a surrogate pair.
 */
export function createFilter(prepared: PreparedFilter, ways: readonly ReadAs[] = readings.markdown): Filter {
  const { rules } = prepared
  const counts = new Map<number, number>()
  let held = ''
  let heldAt = 0
  let blockedAt = Number.POSITIVE_INFINITY
  let blocked = false
  /** What reaches into the held text, once each, in however many readings it shows. */
  const met = new Map<string, Occurrence>()

  const isBlock = ({ rule }: Occurrence) => rules[rule]?.action === 'block'
  const report = (rule: number, from: number, to: number) => {
    const occurrence = { rule, from, to }
    met.set(`${rule} ${from} ${to}`, occurrence)
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
    const passed = [...met.values()].filter(({ from }) => from < until)
    const text = maskText(
      held.slice(0, until - heldAt),
      heldAt,
      passed.filter(({ rule }) => rules[rule]?.action === 'mask'),
    )
    held = held.slice(until - heldAt)
    heldAt = until
    for (const [key, occurrence] of met) {
      if (occurrence.to > until && !(blocked && occurrence.from < until)) continue
      met.delete(key)
      count(occurrence)
    }
    // Of what begins where the text is cut off, only the shortest is known however the text came.
    const [first] = [...met.values()].filter(isBlock).sort((a, b) => a.to - b.to || a.rule - b.rule)
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

/** The text with every character of the ranges replaced; hidden ones within them go. */
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
