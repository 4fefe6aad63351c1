import { createTextRenderer } from '@lingzhi/plain-text/text-renderer'
import type { Place } from './entries.ts'
import type { Heard } from './follow-reply.ts'

/**
 * A reply as plain text to a reader who has it up to `after`. `heard` begins at the reply's beginning: what a
 * mark means depends on what was said before it, so that is read again, silently. Places stay those of the
 * stored Markdown; the text held back to the end has the end's.
 */
export async function* tellAsText(heard: AsyncIterable<Heard>, after?: Place): AsyncGenerator<Heard> {
  let had: Place = after ?? { attempt: 0, position: 0 }
  let attempt = 0
  let renderer = createTextRenderer()
  for await (const item of heard) {
    if (item.kind === 'queued') {
      yield item
      continue
    }
    if (item.attempt !== attempt) {
      attempt = item.attempt
      renderer = createTextRenderer()
    }
    if (had.attempt !== attempt) {
      if (had.position > 0 && had.attempt < attempt) yield { kind: 'reset', attempt, position: 0 }
      had = { attempt, position: 0 }
    }
    if (item.kind === 'text') {
      const missing = Math.min(item.text.length, Math.max(0, item.position - had.position))
      const known = item.text.slice(0, item.text.length - missing)
      const news = item.text.slice(known.length)
      if (item.part === 'content') renderer.push(known)
      const text = item.part === 'content' ? renderer.push(news) : news
      if (text === '') continue
      had = { attempt, position: item.position }
      yield { ...item, text }
    } else if (item.kind === 'end') {
      const text = renderer.end()
      const position = item.position + 1
      if (text !== '' && had.position < position)
        yield { kind: 'text', part: 'content', attempt, position, text }
      yield item
    }
  }
}
