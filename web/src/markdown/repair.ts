import type { RootContent } from 'mdast'
import remend from 'remend'

const options = {
  // What the parser's own rules settle: a comparison in a list, one tilde, HTML as text, formulas.
  comparisonOperators: false,
  singleTilde: false,
  htmlTags: false,
  katex: false,
  linkMode: 'text-only',
} as const

/** A paragraph that begins a table: its head, and perhaps the beginning of the line below. */
const head = /^ {0,3}\|([^\n]*\|[^\n]*?)(\n[ \t|:-]*)?$/
/** The first marks of a fence at the end. */
const halfFence = /(^|\n) {0,3}(`{1,2}|~{1,2})$/
/** Beyond it the marks of one block are left as they are. */
const longest = 20_000

/**
 * What is shown of the last block while it is being written: its open marks closed, its half links without brackets, a table from
 * its head on, no half of a fence. What is written must not change its look when the rest arrives.
 */
export function repaired(source: string, node: RootContent): string {
  if (source.length > longest) return source
  const { type } = node
  if (type === 'code') return node.data?.closed ? source : source.replace(halfFence, '$1')
  if (type === 'html' || type === 'formula' || type === 'thematicBreak' || type === 'definition')
    return source
  const table = type === 'paragraph' ? head.exec(source) : null
  if (table) return `${remend(`|${table[1]}`, options)}\n${'|-'.repeat(columnsOf(table[1]!))}|`
  return remend(source.replace(halfFence, '$1'), options)
}

/** Of the head of a table without its first mark. */
const columnsOf = (cells: string) =>
  cells
    .replace(/\\\|/g, '')
    .replace(/\|[ \t]*$/, '')
    .split('|').length
