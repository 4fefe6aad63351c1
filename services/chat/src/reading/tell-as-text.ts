import { createTextRenderer } from '@lingzhi/plain-text/text-renderer'
import type { ReaderEntry } from '@lingzhi/reply-feed/follow-entries'
import type { Place } from '@lingzhi/reply-feed/place'

/**
 * A reply as plain text, for a reader who has it up to `after`. `entries` must start at the reply's beginning: the
 * meaning of a mark depends on the text before it, so that is rendered again but not sent. Places are those of the
 * stored Markdown; text held back until the end has the end's place.
 */
export async function* tellAsText(
  entries: AsyncIterable<ReaderEntry>,
  after?: Place,
): AsyncGenerator<ReaderEntry> {
  let had: Place = after ?? { attempt: 0, position: 0 }
  let attempt = 0
  let renderer = createTextRenderer()
  for await (const entry of entries) {
    if (entry.kind === 'queued') {
      yield entry
      continue
    }
    if (entry.attempt !== attempt) {
      attempt = entry.attempt
      renderer = createTextRenderer()
    }
    if (had.attempt !== attempt) {
      if (had.position > 0 && had.attempt < attempt) yield { kind: 'reset', attempt, position: 0 }
      had = { attempt, position: 0 }
    }
    if (entry.kind === 'text') {
      const missing = Math.min(entry.text.length, Math.max(0, entry.position - had.position))
      const known = entry.text.slice(0, entry.text.length - missing)
      const unseen = entry.text.slice(known.length)
      if (entry.part === 'content') renderer.push(known)
      const text = entry.part === 'content' ? renderer.push(unseen) : unseen
      if (text === '') continue
      had = { attempt, position: entry.position }
      yield { ...entry, text }
    } else if (entry.kind === 'tool') {
      if (entry.position <= had.position) continue
      had = { attempt, position: entry.position }
      yield entry
    } else if (entry.kind === 'end') {
      const text = renderer.end()
      const position = entry.position + 1
      if (text !== '' && had.position < position)
        yield { kind: 'text', part: 'content', attempt, position, text }
      // One further, so that who has the text held back, but not the end, is told apart from who has both.
      yield { ...entry, position }
    }
  }
}
