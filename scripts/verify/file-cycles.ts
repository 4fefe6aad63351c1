import { posix } from 'node:path'
import type { Source } from './sources.ts'

/**
 * Files that import each other in a circle, imports of types included: neither can be read, moved or tested without
 * the other. Each circle is named once. Tests do not count, because nothing imports a test.
 */
export function fileCycleFaults(sources: Source[]): string[] {
  const graph = graphOf(sources.filter(({ isTest }) => !isTest))
  return circles(graph).map(
    (circle) => `${[...circle, circle[0]].join(' → ')}: files import each other in a circle.`,
  )
}

function graphOf(sources: Source[]): Map<string, string[]> {
  const paths = new Set(sources.map(({ path }) => path))
  const targetsOf = ({ path, imports }: Source) =>
    imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier }) => posix.join(posix.dirname(path), specifier))
      .filter((target) => paths.has(target))
  return new Map(sources.map((source) => [source.path, targetsOf(source)]))
}

/** The shortest circle through each group of files that reach each other; files of a named circle are not named again. */
function circles(graph: Map<string, string[]>): string[][] {
  const found: string[][] = []
  const named = new Set<string>()
  for (const start of graph.keys()) {
    if (named.has(start)) continue
    const circle = shortestBack(graph, start)
    if (!circle) continue
    found.push(circle)
    for (const path of circle) named.add(path)
  }
  return found
}

function shortestBack(graph: Map<string, string[]>, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const path of queue) {
    for (const target of graph.get(path) ?? []) {
      if (target === start) {
        const circle = [path]
        while (circle[0] !== start) circle.unshift(cameFrom.get(circle[0]!)!)
        return circle
      }
      if (cameFrom.has(target)) continue
      cameFrom.set(target, path)
      queue.push(target)
    }
  }
  return undefined
}
