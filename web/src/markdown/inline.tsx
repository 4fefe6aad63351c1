import { Image as ImageIcon } from 'lucide-react'
import type { FootnoteReference, PhrasingContent } from 'mdast'
import type { ReactNode } from 'react'
import { hostOf, safeAddress } from './address.ts'
import { InlineFormula } from './formula-box.tsx'
import { useMarkdownText } from './markdown.text.ts'
import type { Reference } from './references.ts'
import { definitionOf } from './references.ts'
import { type Shown, sourceOf } from './shown.ts'
import { wordsOf } from './walk.ts'

/** Emphasis in emphasis that nobody can tell apart any more is shown as plain text. */
const deepest = 40

/** What stands within a sentence. */
export function inline(nodes: readonly PhrasingContent[], shown: Shown, depth = 0): ReactNode[] {
  return nodes.map((node, index) => {
    return <Phrase key={index} node={node} shown={shown} depth={depth} />
  })
}

function Phrase({ node, shown, depth }: { node: PhrasingContent; shown: Shown; depth: number }): ReactNode {
  if (depth > deepest) return wordsOf(node)
  const within = () => ('children' in node ? inline(node.children, shown, depth + 1) : null)
  switch (node.type) {
    case 'text':
    case 'html':
      return node.value
    case 'emphasis':
      return <em>{within()}</em>
    case 'strong':
      return <strong>{within()}</strong>
    case 'delete':
      return <del>{within()}</del>
    case 'inlineCode':
      return <code>{node.value}</code>
    case 'inlineFormula':
      return <InlineFormula tex={node.value} source={sourceOf(shown, node)} />
    case 'break':
      return <br />
    case 'link':
      return <Anchor url={node.url}>{within()}</Anchor>
    case 'linkReference': {
      const definition = definitionOf(shown.references, node.identifier)
      return definition ? <Anchor url={definition.url}>{within()}</Anchor> : sourceOf(shown, node)
    }
    case 'image':
      return <ImageCard url={node.url} alt={node.alt ?? ''} />
    case 'imageReference': {
      const definition = definitionOf(shown.references, node.identifier)
      return definition ? <ImageCard url={definition.url} alt={node.alt ?? ''} /> : sourceOf(shown, node)
    }
    case 'footnoteReference':
      return <NoteMark node={node} shown={shown} />
  }
}

/** Opens in a tab of its own, which learns nothing of this one. Other addresses than of the web and of mail are no links. */
function Anchor({ url, children }: { url: string; children: ReactNode }) {
  const href = safeAddress(url)
  if (!href) return children
  return (
    <a href={href} title={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  )
}

/** An image of somebody else's server is never loaded by itself: that would tell the server who reads what. */
function ImageCard({ url, alt }: { url: string; alt: string }) {
  const text = useMarkdownText()
  const href = safeAddress(url)
  const label = alt || text.image
  if (!href?.startsWith('http')) return `[${label}]`
  return (
    <a className="markdown-image" href={href} title={href} target="_blank" rel="noopener noreferrer">
      <ImageIcon size={16} aria-hidden />
      <span>{label}</span>
      <small>{hostOf(href)}</small>
    </a>
  )
}

const noteId = (shown: Shown, number: number) => `${shown.id}-note-${number}`
const markId = (shown: Shown, number: number) => `${shown.id}-mark-${number}`

function NoteMark({ node, shown }: { node: FootnoteReference; shown: Shown }) {
  const text = useMarkdownText()
  const number = shown.references.find(isNote(node.identifier))?.number
  if (!number) return sourceOf(shown, node)
  return (
    <sup>
      <button
        type="button"
        className="markdown-note"
        id={markId(shown, number)}
        aria-label={text.footnote(number)}
        onClick={() => show(noteId(shown, number))}
      >
        {number}
      </button>
    </sup>
  )
}

const isNote = (identifier: string) => (one: Reference) =>
  one.node.type === 'footnoteDefinition' && one.node.identifier === identifier

/** Not by the address of the page, which belongs to the router. */
function show(id: string) {
  const target = document.getElementById(id)
  target?.scrollIntoView({ block: 'nearest' })
  target?.focus({ preventScroll: true })
}

/** Leads from a footnote to where the text speaks of it. */
export function NoteBack({ number, shown }: { number: number; shown: Shown }) {
  const text = useMarkdownText()
  return (
    <button
      type="button"
      className="markdown-note"
      id={noteId(shown, number)}
      aria-label={text.back(number)}
      onClick={() => show(markId(shown, number))}
    >
      {number}
    </button>
  )
}
