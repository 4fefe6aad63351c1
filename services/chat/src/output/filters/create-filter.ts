import type { FilterAction } from './filter-rules.ts'
import { foldAt, isHidden } from './fold.ts'
import type { PreparedFilter } from './prepare-filters.ts'

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
  /** What was met so far, by rule: never the text. */
  hits: () => FilterHit[]
}

/** Not an asterisk: a Markdown reader would take a row of those for emphasis. */
const maskCharacter = '█'

/**
 * Filters one text while it streams. Its output, put together, depends on the text alone, never on how it was
 * cut; it holds back only the longest end that could still become a term, and never splits a surrogate pair.
 */
export function createFilter(prepared: PreparedFilter): Filter {
  const { rules } = prepared
  const counts = new Map<number, number>()
  let held = ''
  /** Places are counted from the start of the whole text: of what is held, and of what was not yet looked at. */
  let heldAt = 0
  let seen = 0
  let blockedAt = Number.POSITIVE_INFINITY
  let masks: { from: number; to: number }[] = []

  const watches = prepared.watch((rule, from, to) => {
    counts.set(rule, (counts.get(rule) ?? 0) + 1)
    const action = rules[rule]?.action
    if (action === 'mask') masks.push({ from, to })
    if (action === 'block') blockedAt = Math.min(blockedAt, from)
  })

  const look = (ended: boolean) => {
    let from = 0
    let to = 0
    const take = (unit: number) => {
      for (const watch of watches) watch.take(unit, from, to)
    }
    const end = heldAt + held.length
    while (seen < end && !isBlocked()) {
      const half = seen + 1 === end && !ended && isHighSurrogate(held.charCodeAt(seen - heldAt))
      if (half) break
      from = seen
      to = seen + ((held.codePointAt(seen - heldAt) ?? 0) > 0xffff ? 2 : 1)
      foldAt(held, seen - heldAt, take)
      seen = to
    }
    if (ended && !isBlocked()) for (const watch of watches) watch.end()
  }

  const isBlocked = () => blockedAt !== Number.POSITIVE_INFINITY

  const release = (until: number) => {
    const text = held.slice(0, until - heldAt)
    const masked = maskText(text, heldAt, masks)
    held = held.slice(until - heldAt)
    heldAt = until
    masks = masks.filter(({ to }) => to > until)
    return masked
  }

  return {
    push: (text) => {
      if (isBlocked()) return ''
      held += text
      look(false)
      return release(Math.min(seen, blockedAt, ...watches.map((watch) => watch.heldFrom())))
    },
    end: () => {
      if (isBlocked()) return ''
      look(true)
      return release(Math.min(seen, blockedAt))
    },
    get blocked() {
      return isBlocked()
    },
    hits: () =>
      rules.flatMap(({ name, action }, index) => {
        const count = counts.get(index)
        return count ? [{ rule: name, action, count }] : []
      }),
  }
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00

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
