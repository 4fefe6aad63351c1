import type { RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFootnoteFromMarkdown } from 'mdast-util-gfm-footnote'
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item'
import { cjkFriendlyExtension } from 'micromark-extension-cjk-friendly'
import { gfmStrikethroughCjkFriendly } from 'micromark-extension-cjk-friendly-gfm-strikethrough'
import { gfmFootnote } from 'micromark-extension-gfm-footnote'
import { gfmTable } from 'micromark-extension-gfm-table'
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item'
import { closedFences } from './syntax/closed-fences.ts'
import { formulaNodes, formulaSyntax } from './syntax/formula.ts'
import { knownLabels } from './syntax/known-labels.ts'
import { linkAddresses } from './syntax/link-addresses.ts'

const syntax = [
  gfmFootnote(),
  gfmTable(),
  gfmTaskListItem(),
  cjkFriendlyExtension(),
  gfmStrikethroughCjkFriendly({ singleTilde: false }),
  formulaSyntax,
]
const nodes = [
  gfmFootnoteFromMarkdown(),
  gfmTableFromMarkdown(),
  gfmTaskListItemFromMarkdown(),
  gfmStrikethroughFromMarkdown(),
  closedFences,
  formulaNodes,
  linkAddresses,
]

/**
 * The blocks of one piece of Markdown: CommonMark, GitHub's tables, footnotes, task lists and strikethrough, formulas, and emphasis
 * that holds beside Chinese punctuation. `known` are labels defined elsewhere in the same answer: `[1]` is a link only if it is defined.
 */
export function parse(source: string, known: ReadonlySet<string>): RootContent[] {
  return fromMarkdown(source, { extensions: [...syntax, knownLabels(known)], mdastExtensions: nodes })
    .children
}
