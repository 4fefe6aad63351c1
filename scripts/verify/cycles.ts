import type { Source } from './sources.ts'

/** Packages that import each other in a circle; tests do not count, because nothing imports a test. */
export function cycleFaults(sources: Source[]): string[] {
  const graph = new Map<string, Set<string>>()
  for (const { unit, isTest, imports } of sources) {
    if (isTest || !/^(services|packages)\//.test(unit)) continue
    const targets = graph.get(unit) ?? new Set()
    for (const one of imports) if (one.unit && one.unit !== unit) targets.add(one.unit)
    graph.set(unit, targets)
  }
  const faults: string[] = []
  const done = new Set<string>()

  function visit(unit: string, path: string[]) {
    if (path.includes(unit)) {
      faults.push(
        `${[...path.slice(path.indexOf(unit)), unit].join(' → ')}: packages import each other in a circle.`,
      )
      return
    }
    if (done.has(unit)) return
    for (const target of graph.get(unit) ?? []) visit(target, [...path, unit])
    done.add(unit)
  }
  for (const unit of graph.keys()) visit(unit, [])
  return faults
}
