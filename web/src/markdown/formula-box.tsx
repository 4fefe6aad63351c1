import { memo, useLayoutEffect, useRef, useState } from 'react'
import { CopyButton } from '../ui/copy-button.tsx'
import { useMarkdownText } from './markdown.text.ts'
import { heightOf, useTypesetter } from './typesetter.ts'

interface Props {
  tex: string
  source: string
}

/** A formula within a sentence. */
export const InlineFormula = memo(function InlineFormula({ tex, source }: Props) {
  return <Formula tex={tex} source={source} block={false} />
})

/** A formula in a box of its own, which scrolls sideways where it must and stands from its first line on. */
export const FormulaBlock = memo(function FormulaBlock({
  tex,
  source,
  growing,
}: Props & { growing: boolean }) {
  const text = useMarkdownText()
  return (
    <div className="markdown-formula" style={{ minHeight: `${heightOf(tex)}em` }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by the keyboard */}
      <section aria-label={text.formula} tabIndex={0}>
        {growing ? <code>{source}</code> : <Formula tex={tex} source={source} block />}
      </section>
      <CopyButton text={() => tex} />
    </div>
  )
})

/** Faulty TeX is shown as it was written. */
function Formula({ tex, source, block }: Props & { block: boolean }) {
  const typeset = useTypesetter()
  const place = useRef<HTMLSpanElement>(null)
  const [set, setSet] = useState(false)
  useLayoutEffect(() => {
    if (typeset && place.current) setSet(typeset(place.current, tex, block))
  }, [typeset, tex, block])
  return (
    <>
      {!set && <code>{source}</code>}
      <span ref={place} hidden={!set} data-tex={set ? source : undefined} />
    </>
  )
}
