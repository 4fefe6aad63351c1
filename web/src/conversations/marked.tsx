/** Text with the words found marked; `ranges` are pairs of offsets, in their order. */
export function Marked({ text, ranges }: { text: string; ranges: readonly (readonly number[])[] }) {
  let at = 0
  const parts = ranges.flatMap(([from = 0, to = 0]) => {
    const before = text.slice(at, from)
    at = to
    return [
      before,
      <mark key={from} className="rounded-sm bg-glow px-0.5 text-[oklch(0.2_0.02_80)]">
        {text.slice(from, to)}
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
