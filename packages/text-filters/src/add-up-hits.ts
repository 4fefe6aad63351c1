import type { FilterHit } from './create-filter.ts'

/** One hit for each rule, of the hits of several texts. */
export function addUpHits(hits: readonly FilterHit[]): FilterHit[] {
  const byRule = Map.groupBy(hits, ({ rule, action }) => `${action} ${rule}`)
  return [...byRule.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, count: more.reduce((sum, { count }) => sum + count, first.count) }] : [],
  )
}
