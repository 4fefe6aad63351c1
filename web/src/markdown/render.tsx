import type { FootnoteDefinition } from 'mdast'
import { memo, useId, useRef } from 'react'
import type { Block } from './block.ts'
import { type Answer, read } from './blocks.ts'
import { flow } from './flow.tsx'
import { NoteBack } from './inline.tsx'
import { useMarkdownText } from './markdown.text.ts'
import type { Reference } from './references.ts'

const none: readonly Reference[] = []

/** An answer, as it is or as it grows: only blocks that have changed are rendered again. */
export const Markdown = memo(function Markdown({ text, streaming }: { text: string; streaming: boolean }) {
  const id = useId()
  const before = useRef<Answer>(undefined)
  const answer = read(text, streaming, before.current)
  before.current = answer
  const { blocks, references, rest } = answer
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        <BlockView
          key={block.key}
          block={block}
          references={block.source.includes('[') ? references : none}
          growing={streaming && index === blocks.length - 1}
          id={id}
        />
      ))}
      {rest && <p className="whitespace-pre-wrap">{rest}</p>}
      <Footnotes references={references} id={id} />
    </div>
  )
})

const BlockView = memo(function BlockView(shown: {
  block: Block
  references: readonly Reference[]
  growing: boolean
  id: string
}) {
  return flow([shown.block.node], shown)
})

function Footnotes({ references, id }: { references: readonly Reference[]; id: string }) {
  const text = useMarkdownText()
  const notes = references.filter(({ number }) => number).sort((one, other) => one.number! - other.number!)
  if (notes.length === 0) return null
  return (
    <section className="markdown-notes" aria-label={text.footnotes}>
      {notes.map(({ label, block, node, number }) => {
        const shown = { block, references, growing: false, id }
        return (
          <div key={label}>
            <NoteBack number={number!} shown={shown} />
            <div>{flow((node as FootnoteDefinition).children, shown)}</div>
          </div>
        )
      })}
    </section>
  )
}
