/** What follows something else. */
export interface Following {
  key: string
  parent: string | null
}

/**
 * The same messages with each behind the one it follows, otherwise in their order; undefined when some follow each other in a
 * circle. What a message follows need not be among them.
 */
export function orderMessages<T extends Following>(messages: readonly T[]): T[] | undefined {
  const seen = new Set<string>()
  const keys = new Set(messages.map(({ key }) => key))
  let inOrder = true
  for (const { key, parent } of messages) {
    if (parent !== null && keys.has(parent) && !seen.has(parent)) inOrder = false
    seen.add(key)
  }
  if (inOrder) return [...messages]
  const followers = Map.groupBy(messages, ({ parent }) =>
    parent !== null && keys.has(parent) ? parent : null,
  )
  const ordered: T[] = []
  // Those that follow nothing here first; behind each its own, before its next sibling's.
  const waiting = [...(followers.get(null) ?? [])].reverse()
  while (waiting.length > 0) {
    const message = waiting.pop()!
    ordered.push(message)
    const next = followers.get(message.key) ?? []
    for (let at = next.length - 1; at >= 0; at--) waiting.push(next[at]!)
    followers.delete(message.key)
  }
  return ordered.length === messages.length ? ordered : undefined
}
