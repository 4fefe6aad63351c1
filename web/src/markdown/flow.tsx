import { Square, SquareCheck } from 'lucide-react'
import type { BlockContent, DefinitionContent, List, ListItem, RootContent } from 'mdast'
import type { ReactNode } from 'react'
import { createElement } from 'react'
import { CodeBlock } from './code-block.tsx'
import { FormulaBlock } from './formula-box.tsx'
import { inline } from './inline.tsx'
import { useMarkdownText } from './markdown.text.ts'
import { type Shown, sourceOf } from './shown.ts'
import { TableBlock } from './table-block.tsx'

type Flow = RootContent | BlockContent | DefinitionContent

/** Blocks, one below the other. */
export function flow(nodes: readonly Flow[], shown: Shown): ReactNode[] {
  return nodes.map((node, index) => {
    // Only what stands last may still grow.
    const within = index === nodes.length - 1 ? shown : { ...shown, growing: false }
    return <Piece key={index} node={node} shown={within} />
  })
}

function Piece({ node, shown }: { node: Flow; shown: Shown }): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return <p>{inline(node.children, shown)}</p>
    case 'heading':
      // The page has the first level.
      return createElement(`h${Math.min(node.depth + 1, 6)}`, undefined, ...inline(node.children, shown))
    case 'blockquote':
      return <blockquote>{flow(node.children, shown)}</blockquote>
    case 'list':
      return <ListBlock list={node} shown={shown} />
    case 'code':
      return (
        <CodeBlock
          code={node.value}
          language={node.lang ?? ''}
          finished={!shown.growing || node.data?.closed === true}
        />
      )
    case 'formula':
      return node.closed || shown.growing ? (
        <FormulaBlock tex={node.value} source={sourceOf(shown, node)} growing={!node.closed} />
      ) : (
        <p className="whitespace-pre-wrap">{sourceOf(shown, node)}</p>
      )
    case 'table':
      return <TableBlock table={node} shown={shown} />
    case 'thematicBreak':
      return <hr />
    case 'html':
      return <p className="whitespace-pre-wrap">{node.value}</p>
    case 'definition':
    case 'footnoteDefinition':
      return null
    default:
      return 'value' in node || 'children' in node ? <p>{inline([node as never], shown)}</p> : null
  }
}

function ListBlock({ list, shown }: { list: List; shown: Shown }) {
  const items = list.children.map((item, index) => (
    <Item
      key={index}
      item={item}
      shown={index === list.children.length - 1 ? shown : { ...shown, growing: false }}
    />
  ))
  return list.ordered ? <ol start={list.start ?? 1}>{items}</ol> : <ul>{items}</ul>
}

function Item({ item, shown }: { item: ListItem; shown: Shown }) {
  const text = useMarkdownText()
  if (typeof item.checked !== 'boolean') return <li>{flow(item.children, shown)}</li>
  const Box = item.checked ? SquareCheck : Square
  return (
    <li className="markdown-task">
      <Box size={18} role="img" aria-label={item.checked ? text.done : text.open} />
      <div>{flow(item.children, shown)}</div>
    </li>
  )
}
