import { CopyButton } from '../../ui/copy-button.tsx'
import { useMarkdownText } from './markdown.text.ts'

interface Props {
  code: string
  language: string
  /** No more of it will come. */
  finished: boolean
}

/** Code in its frame, which stands from the first line on. Colours come once it is finished and change no size. */
export function CodeBlock({ code, language }: Props) {
  const text = useMarkdownText()
  return (
    <figure className="markdown-code">
      <figcaption>
        <span>{language || text.code}</span>
        <CopyButton text={() => code} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  )
}
