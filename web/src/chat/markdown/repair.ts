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

/** What is shown of the last block while it is being written: its open marks closed, its half links without brackets. */
export function repaired(source: string, { type }: RootContent): string {
  if (type === 'code' || type === 'html' || type === 'formula' || type === 'thematicBreak') return source
  if (type === 'definition') return source
  return remend(source, options)
}
