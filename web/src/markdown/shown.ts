import type { Nodes } from 'mdast'
import type { Block } from './block.ts'
import type { Reference } from './references.ts'

/** What every node of a block knows while it is rendered. */
export interface Shown {
  block: Block
  references: readonly Reference[]
  /** Whether more of this block may come. */
  growing: boolean
  /** Tells the footnotes of this answer from others on the page. */
  id: string
}

/** The Markdown of a node, or from one to another. */
export function sourceOf({ block }: Shown, first: Nodes, last = first): string {
  const start = first.position?.start.offset
  const end = last.position?.end.offset
  if (start === undefined || end === undefined) return ''
  return block.source.slice(start - block.from, end - block.from)
}
