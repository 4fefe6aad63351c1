import type { Block } from './block.ts'
import { overloads } from './overload.ts'
import { parse } from './parse.ts'
import { definedIn, labelsIn, type Reference, referencesOf, sameReferences } from './references.ts'
import { repaired } from './repair.ts'

export interface Answer {
  text: string
  /** Blocks to show. */
  blocks: readonly Block[]
  references: readonly Reference[]
  /** What has not been read yet, to be shown as it is. */
  rest: string
  /** How many blocks have been parsed for it so far: the cost. */
  parsed: number
  reading: Reading
}

/** Where reading has come to: the last two blocks may still become others. */
interface Reading {
  text: string
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
  rest: '',
  parsed: 0,
  reading: {
    text: '',
    settled: [],
    cut: 0,
    tail: [],
    settledLabels: new Set(),
    labels: new Set(),
    mentions: new Map(),
  },
}

const longTail = 12_000
const step = 8_000

/**
 * Reads an answer that grows: of text that begins with what was read before only the last two blocks and what is new are parsed.
 * While it is `growing`, what stands open at its end is shown as if closed. The end result is that of reading the whole at once.
 */
export function read(text: string, growing: boolean, before?: Answer): Answer {
  // A byte order mark within the text has no width; the parser would count it in one place and not in another.
  const clean = text.includes('\uFEFF') ? text.replaceAll('\uFEFF', '') : text
  const from = before && clean.startsWith(before.text) ? before : nothing
  if (growing && from !== nothing && mayWait(from.reading, clean))
    return { ...from, text: clean, rest: clean.slice(from.reading.text.length) }
  let { reading } = from
  let parsed = 0
  // A long text is read in steps too: the parser's time grows faster than the length of what it is given.
  for (let to = reading.text.length; to < clean.length; ) {
    to = Math.min(to + Math.max(step, to - reading.cut), clean.length)
    const next = advance(reading, clean.slice(0, to))
    reading = next.reading
    parsed += next.parsed
  }
  const raw = [...reading.settled, ...reading.tail]
  const last = growing ? reading.tail.at(-1) : undefined
  const shown = last ? repair(last, reading.labels) : undefined
  const blocks = shown ? [...raw.slice(0, -1), ...shown] : raw
  const references = referencesOf(blocks)
  return {
    text: clean,
    blocks,
    rest: '',
    references: sameReferences(from.references, references) ? from.references : references,
    parsed: from.parsed + parsed + (shown?.length ?? 0),
    reading,
  }
}

/** Of one block that grows very long, such as a list of a thousand items, every token would read all of it again. */
function mayWait({ text, cut }: Reading, next: string): boolean {
  const length = text.length - cut
  return length > longTail && next.length - text.length < length / 8
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
      text,
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
  while (kept > 0 && read[kept]!.joined) kept -= 1
  return kept
}

function blocksOf(source: string, offset: number, known: ReadonlySet<string>): Block[] {
  const heavy = overloads(source)
  if (heavy.length === 0) return light(source, offset, known)
  const blocks: Block[] = []
  let at = 0
  for (const { from, to } of heavy) {
    blocks.push(
      ...light(source.slice(at, from), offset + at, known),
      plain(source.slice(from, to), offset + from),
    )
    at = to
  }
  blocks.push(...light(source.slice(at), offset + at, known))
  return blocks
}

function light(source: string, offset: number, known: ReadonlySet<string>): Block[] {
  let line = 0
  return parse(source, known).map((node) => {
    const { start, end } = node.position!
    // The indentation of a list is part of what it says; the end of a formula's last line is not part of what follows it.
    const from = start.line === line ? start.offset! : start.offset! - (start.column - 1)
    const block = {
      key: offset + from,
      node,
      source: source.slice(from, end.offset),
      from,
      joined: start.line === line,
    }
    line = end.line
    return block
  })
}

const plain = (source: string, key: number): Block => ({
  key,
  node: { type: 'html', value: source.trim() },
  source,
  from: 0,
  joined: false,
})

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
