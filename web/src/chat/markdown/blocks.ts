import type { Block } from './block.ts'
import { parse } from './parse.ts'
import { definedIn, labelsIn, type Reference, referencesOf, sameReferences } from './references.ts'
import { repaired } from './repair.ts'

export interface Answer {
  text: string
  /** Blocks to show. */
  blocks: readonly Block[]
  references: readonly Reference[]
  /** How many blocks have been parsed for it so far: the cost. */
  parsed: number
  reading: Reading
}

/** Where reading has come to: the last two blocks may still become others. */
interface Reading {
  settled: readonly Block[]
  /** Where the text begins that is read again. */
  cut: number
  tail: readonly Block[]
  /** Labels of definitions, in the settled blocks and in all. */
  settledLabels: ReadonlySet<string>
  labels: ReadonlySet<string>
  /** Which settled blocks speak of a label, by their index. */
  mentions: ReadonlyMap<string, readonly number[]>
}

const nothing: Answer = {
  text: '',
  blocks: [],
  references: [],
  parsed: 0,
  reading: {
    settled: [],
    cut: 0,
    tail: [],
    settledLabels: new Set(),
    labels: new Set(),
    mentions: new Map(),
  },
}

/**
 * Reads an answer that grows: of text that begins with what was read before only the last two blocks and what is new are parsed.
 * While it is `growing`, what stands open at its end is shown as if closed. The end result is that of reading the whole at once.
 */
export function read(text: string, growing: boolean, before?: Answer): Answer {
  // A byte order mark within the text has no width; the parser would count it in one place and not in another.
  const clean = text.includes('\uFEFF') ? text.replaceAll('\uFEFF', '') : text
  const from = before && clean.startsWith(before.text) ? before : nothing
  const { reading, parsed } = advance(from.reading, clean)
  const raw = [...reading.settled, ...reading.tail]
  const last = growing ? reading.tail.at(-1) : undefined
  const shown = last ? repair(last, reading.labels) : undefined
  const blocks = shown ? [...raw.slice(0, -1), ...shown] : raw
  const references = referencesOf(blocks)
  return {
    text: clean,
    blocks,
    references: sameReferences(from.references, references) ? from.references : references,
    parsed: from.parsed + parsed + (shown?.length ?? 0),
    reading,
  }
}

function advance(before: Reading, text: string): { reading: Reading; parsed: number } {
  const read = blocksOf(text.slice(before.cut), before.cut, before.settledLabels)
  const kept = boundary(read)
  const fresh = read.slice(0, kept)
  const tail = read.slice(kept)
  const settledLabels = fresh.length ? union(before.settledLabels, fresh) : before.settledLabels
  const labels = union(settledLabels, tail)
  const { settled, parsed } = reread(before, labels)
  return {
    parsed: read.length + parsed,
    reading: {
      settled: fresh.length ? [...settled, ...fresh] : settled,
      cut: tail[0]?.key ?? before.cut,
      tail,
      settledLabels,
      labels,
      mentions: fresh.length ? mentioned(before.mentions, fresh, settled.length) : before.mentions,
    },
  }
}

/** How many blocks are settled: all but two, and whatever shares a line with them. */
function boundary(read: readonly Block[]): number {
  let kept = Math.max(read.length - 2, 0)
  while (kept > 0 && lineOf(read[kept]!, 'start') === lineOf(read[kept - 1]!, 'end')) kept -= 1
  return kept
}
const lineOf = ({ node }: Block, edge: 'start' | 'end') => node.position?.[edge].line

function blocksOf(source: string, offset: number, known: ReadonlySet<string>): Block[] {
  let line = 0
  return parse(source, known).map((node) => {
    const { start, end } = node.position!
    // The indentation of a list is part of what it says; the end of a formula's last line is not.
    const from = start.line === line ? start.offset! : start.offset! - (start.column - 1)
    line = end.line
    return { key: offset + from, node, source: source.slice(from, end.offset), from }
  })
}

/** Settled blocks that speak of a label which has come or gone are read again: `[1]` becomes a link when it is defined. */
function reread(before: Reading, labels: ReadonlySet<string>): { settled: readonly Block[]; parsed: number } {
  const changed = labels.symmetricDifference(before.labels)
  if (changed.size === 0) return { settled: before.settled, parsed: 0 }
  const touched = new Set([...changed].flatMap((label) => before.mentions.get(label) ?? []))
  if (touched.size === 0) return { settled: before.settled, parsed: 0 }
  const settled = [...before.settled]
  for (const index of touched) {
    const block = settled[index]!
    const [read] = blocksOf(block.source, 0, labels)
    if (read) settled[index] = { ...read, key: block.key }
  }
  return { settled, parsed: touched.size }
}

function union(known: ReadonlySet<string>, blocks: readonly Block[]): ReadonlySet<string> {
  const added = blocks.flatMap(({ node, source }) => (source.includes(']:') ? definedIn(node) : []))
  return added.length ? new Set([...known, ...added]) : known
}

function mentioned(
  before: Reading['mentions'],
  blocks: readonly Block[],
  first: number,
): Reading['mentions'] {
  const mentions = new Map(before)
  for (const [index, { source }] of blocks.entries())
    for (const label of labelsIn(source)) mentions.set(label, [...(mentions.get(label) ?? []), first + index])
  return mentions
}

function repair(block: Block, known: ReadonlySet<string>): Block[] | undefined {
  const source = repaired(block.source, block.node)
  if (source === block.source) return undefined
  return blocksOf(source, 0, known).map((read) => ({ ...read, key: block.key + read.key }))
}
