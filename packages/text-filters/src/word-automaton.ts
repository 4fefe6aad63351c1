import type { Report, Watch } from './watch.ts'

/**
 * Finds any number of terms in one pass (Aho and Corasick, 1975), in typed arrays: 10,000 terms take about a megabyte.
 * Our own, because the npm packages (ahocorasick, modern-ahocorasick, the native bindings) search whole texts: none keeps
 * its state between chunks or reports how much of the end could still become a term.
 */
export interface WordAutomaton {
  readonly longest: number
  watch: (report: Report) => Watch
}

/**
 * Terms must be folded and not empty; each has the indexes of its rules. `ignored` units are skipped in the text and must
 * not occur in a term.
 */
export function buildAutomaton(
  terms: ReadonlyMap<string, readonly number[]>,
  ignored: ReadonlySet<number> = new Set(),
): WordAutomaton {
  let units = 0
  for (const term of terms.keys()) units += term.length
  const edges = createEdges(units)
  const nodes = units + 1
  const [parent, depth, failure, output] = [0, 1, 2, 3].map(() => new Int32Array(nodes)) as Four<Int32Array>
  const by = new Uint16Array(nodes)
  const rules: (readonly number[] | undefined)[] = []
  let count = 1
  let longest = 0
  for (const [term, indexes] of terms) {
    let node = 0
    for (let at = 0; at < term.length; at++) {
      const unit = term.charCodeAt(at)
      let next = edges.get(node, unit)
      if (next === 0) {
        next = count++
        edges.set(node, unit, next)
        parent[next] = node
        depth[next] = at + 1
        by[next] = unit
      }
      node = next
    }
    rules[node] = indexes
    longest = Math.max(longest, term.length)
  }

  const follow = (from: number, unit: number): number => {
    let node = from
    for (;;) {
      const next = edges.get(node, unit)
      if (next !== 0 || node === 0) return next
      node = failure[node] ?? 0
    }
  }
  // Shallow nodes first, because a node's failure is always a shallower node.
  const order = Array.from({ length: count - 1 }, (_, index) => index + 1)
  order.sort((a, b) => (depth[a] ?? 0) - (depth[b] ?? 0))
  for (const node of order) {
    const above = parent[node] ?? 0
    const shorter = above === 0 ? 0 : follow(failure[above] ?? 0, by[node] ?? 0)
    failure[node] = shorter
    output[node] = rules[shorter] ? shorter : (output[shorter] ?? 0)
  }

  return {
    longest,
    watch: (report) => {
      const size = 2 ** Math.ceil(Math.log2(longest + 1))
      const starts = new Float64Array(size)
      let taken = 0
      let node = 0
      const startOf = (length: number) => starts[(taken - length) & (size - 1)] ?? 0
      return {
        take: (unit, from, to) => {
          if (ignored.has(unit)) return
          starts[taken++ & (size - 1)] = from
          node = follow(node, unit)
          for (
            let found = rules[node] ? node : (output[node] ?? 0);
            found !== 0;
            found = output[found] ?? 0
          ) {
            for (const rule of rules[found] ?? []) report(rule, startOf(depth[found] ?? 0), to)
          }
        },
        heldFrom: () => (node === 0 ? Number.POSITIVE_INFINITY : startOf(depth[node] ?? 0)),
        end: () => {},
      }
    },
  }
}

type Four<T> = [T, T, T, T]

/** The edges of a trie: one hash table with open addressing instead of a map for each node. */
function createEdges(max: number) {
  const bits = Math.max(4, Math.ceil(Math.log2(max + 1)) + 1)
  const mask = 2 ** bits - 1
  const nodes = new Int32Array(mask + 1).fill(-1)
  const units = new Uint16Array(mask + 1)
  const targets = new Int32Array(mask + 1)
  const slotOf = (node: number, unit: number) => {
    let slot =
      Math.imul(Math.imul(node, 0x9e3779b1) ^ Math.imul(unit, 0x85ebca6b), 0xc2b2ae35) >>> (32 - bits)
    while (nodes[slot] !== -1 && (nodes[slot] !== node || units[slot] !== unit)) slot = (slot + 1) & mask
    return slot
  }
  return {
    /** The node an edge leads to; 0 when there is none. */
    get: (node: number, unit: number): number => targets[slotOf(node, unit)] ?? 0,
    set: (node: number, unit: number, target: number) => {
      const slot = slotOf(node, unit)
      nodes[slot] = node
      units[slot] = unit
      targets[slot] = target
    },
  }
}
