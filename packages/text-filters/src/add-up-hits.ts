import type { FilterHit } from './create-filter.ts'

/** Adds up the hits of several texts, to one for each rule. */
export function addUpHits(hits: readonly FilterHit[]): FilterHit[] {
  const byRule = Map.groupBy(hits, ({ rule, action }) => `${action} ${rule}`)
  return [...byRule.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, count: more.reduce((sum, { count }) => sum + count, first.count) }] : [],
  )
}
