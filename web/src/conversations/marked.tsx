import type { TextRange } from './hits.ts'

/** Text with the words found marked. */
export function Marked({ text, ranges }: { text: string; ranges: readonly TextRange[] }) {
  let at = 0
  const parts = ranges.flatMap(({ start, end }) => {
    const before = text.slice(at, start)
    at = end
    return [
      before,
      <mark key={start} className="rounded-sm bg-glow px-0.5 text-[oklch(0.2_0.02_80)]">
        {text.slice(start, end)}
      </mark>,
    ]
  })
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  )
}
