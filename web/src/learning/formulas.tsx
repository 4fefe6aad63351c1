import { lazy, Suspense } from 'react'
import { schoolFormulas } from './school-formulas.ts'

const Markdown = lazy(async () => ({ default: (await import('../markdown/render.tsx')).Markdown }))

/** A text of a notebook or a tutor, which may hold formulas; as it is until what typesets them is loaded. */
export function Formulas({ text, streaming = false }: { text: string; streaming?: boolean }) {
  return (
    <Suspense fallback={<p className="whitespace-pre-wrap wrap-anywhere">{text}</p>}>
      <Markdown text={schoolFormulas(text)} streaming={streaming} />
    </Suspense>
  )
}
