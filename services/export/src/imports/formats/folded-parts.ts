const opening = /<details\s+type="(reasoning|tool_calls|code_interpreter)"[^<>]*>/g
const closing = '</details>'

/** The text of an answer of Open WebUI, without what stands in it folded. */
export interface Unfolded {
  text: string
  /** What was thought before. */
  thoughts: string[]
  /** Tools that were used, and what they gave. */
  leftOut: number
}

/** Thoughts, and tools that were used, stand within the text, folded. Code that was run is shown; other folds are what somebody wrote. */
export function unfold(written: string): Unfolded {
  const parts: string[] = []
  const thoughts: string[] = []
  let leftOut = 0
  let from = 0
  for (const { 0: tag, 1: kind, index } of written.matchAll(opening)) {
    if (index < from) continue
    const begin = index + tag.length
    const end = written.indexOf(closing, begin)
    // None of those behind it ends either.
    if (end === -1) break
    const body = withoutSummary(written.slice(begin, end).trim())
    parts.push(written.slice(from, index))
    if (kind === 'reasoning') thoughts.push(unquoted(body))
    else if (kind === 'tool_calls') leftOut += 1
    else parts.push(`\n${body}\n`)
    from = end + closing.length
  }
  return { text: [...parts, written.slice(from)].join('').trim(), thoughts, leftOut }
}

function withoutSummary(body: string): string {
  const end = body.startsWith('<summary>') ? body.indexOf('</summary>') : -1
  return end === -1 ? body : body.slice(end + '</summary>'.length).trim()
}

/** Each of its lines begins with the mark of a quotation. */
const unquoted = (text: string) =>
  text
    .split('\n')
    .map((line) => line.replace(/^(?:>|&gt;)\s?/, ''))
    .join('\n')
