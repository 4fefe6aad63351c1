import type { Definition, FootnoteDefinition, RootContent } from 'mdast'
import type { Block } from './block.ts'
import { normalLabel } from './syntax/known-labels.ts'
import { walk } from './walk.ts'

/** A definition of a link or a footnote, and in which block it stands. */
export interface Reference {
  label: string
  node: Definition | FootnoteDefinition
  block: Block
  /** Footnotes are numbered in the order in which the text speaks of them. */
  number?: number
}

const labelOf = ({ type, identifier }: { type: string; identifier: string }) =>
  (type.startsWith('footnote') ? '^' : '') + normalLabel(identifier)

/** Labels that a block defines. */
export function definedIn(node: RootContent): string[] {
  const labels: string[] = []
  walk(node, (one) => {
    if (one.type === 'definition' || one.type === 'footnoteDefinition') labels.push(labelOf(one))
    return true
  })
  return labels
}

/** Everything in brackets: what may become a reference once it is defined. */
export function labelsIn(source: string): Set<string> {
  const labels = new Set<string>()
  for (const [, label] of source.matchAll(/\[((?:[^[\]\\]|\\.){1,999})\]/gs))
    labels.add(normalLabel(label!.replace(/\n[ \t>]*/g, ' ')))
  return labels
}

/** What the answer defines; of two definitions of one label the first holds. */
export function referencesOf(blocks: readonly Block[]): Reference[] {
  const found = new Map<string, Reference>()
  for (const block of blocks) {
    if (!block.source.includes(']:')) continue
    walk(block.node, (node) => {
      if (node.type !== 'definition' && node.type !== 'footnoteDefinition') return true
      const label = labelOf(node)
      if (!found.has(label)) found.set(label, { label, node, block })
      return true
    })
  }
  if (found.size) numberFootnotes(blocks, found)
  return [...found.values()]
}

function numberFootnotes(blocks: readonly Block[], found: Map<string, Reference>) {
  let number = 0
  const give = (label: string) => {
    const note = found.get(label)
    if (!note || note.number) return
    number += 1
    note.number = number
  }
  for (const { node, source } of blocks)
    if (source.includes('[^'))
      walk(node, (one) => {
        if (one.type === 'footnoteReference') give(labelOf(one))
        return true
      })
  // A footnote that nothing speaks of is shown after the others rather than lost.
  for (const label of found.keys()) if (label.startsWith('^')) give(label)
}

/** Whether blocks that refer to them would look the same. */
export function sameReferences(one: readonly Reference[], other: readonly Reference[]): boolean {
  if (one === other) return true
  return one.length === other.length && one.every((each, index) => same(each, other[index]!))
}

function same(one: Reference, other: Reference): boolean {
  if (one.label !== other.label || one.number !== other.number || one.block !== other.block) return false
  if (one.node.type !== 'definition' || other.node.type !== 'definition') return one.node === other.node
  return one.node.url === other.node.url && one.node.title === other.node.title
}

/** Where a reference leads. */
export function definitionOf(references: readonly Reference[], identifier: string): Definition | undefined {
  const label = normalLabel(identifier)
  const found = references.find((one) => one.label === label)?.node
  return found?.type === 'definition' ? found : undefined
}
