import { Fragment, memo } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { useHighlighted } from './highlighted.ts'
import type { Line } from './line.ts'
import { useMarkdownText } from './markdown.text.ts'

interface Props {
  code: string
  language: string
  /** No more of it will come. */
  finished: boolean
}

/** Code in its frame, which stands from the first line on. Colours come once it is finished and change no size. */
export function CodeBlock({ code, language, finished }: Props) {
  const text = useMarkdownText()
  const lines = useHighlighted(code, language, finished)
  return (
    <figure className="markdown-code">
      <figcaption>
        <span>{language || text.code}</span>
        <CopyButton text={() => code} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard */}
      <pre tabIndex={0}>
        <code>{lines ? <Coloured lines={lines} /> : code}</code>
      </pre>
    </figure>
  )
}

const Coloured = memo(function Coloured({ lines }: { lines: Line[] }) {
  return lines.map((line, index) => (
    <Fragment key={index}>
      {index > 0 && '\n'}
      {line.map(({ text, kind }, place) =>
        kind ? (
          <span key={place} className={`code-${kind}`}>
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </Fragment>
  ))
})
