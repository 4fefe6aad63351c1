import { withoutNul } from '@lingzhi/contracts/shapes'

/** What is kept of a result, and given to the model, in bytes. */
const resultBytesMax = 65_536

interface ToolResult {
  content?: unknown
  structuredContent?: unknown
}

/** The text of a tool's result, cut at 64 kB, which the text then says. What is no text is named and left out. */
export function readResult({ content, structuredContent }: ToolResult): {
  result: string
  truncated: boolean
} {
  const blocks = Array.isArray(content) ? content.map(textOfBlock).filter((text) => text !== '') : []
  const whole =
    blocks.length > 0
      ? blocks.join('\n')
      : structuredContent === undefined
        ? ''
        : JSON.stringify(structuredContent)
  return cutResult(whole)
}

/** A text as it can be stored, cut at 64 kB. */
export function cutResult(whole: string): { result: string; truncated: boolean } {
  const bytes = Buffer.from(withoutNul(whole).toWellFormed())
  if (bytes.length <= resultBytesMax) return { result: bytes.toString(), truncated: false }
  // A character that was cut in the middle goes.
  const kept = bytes
    .subarray(0, resultBytesMax)
    .toString()
    .replace(/\uFFFD$/, '')
  const note = `\n[Cut: the result had ${bytes.length} bytes, of which these are the first ${resultBytesMax}.]`
  return { result: kept + note, truncated: true }
}

function textOfBlock(block: unknown): string {
  if (typeof block !== 'object' || block === null) return ''
  const { type, text, resource, uri, name } = block as Record<string, unknown>
  if (type === 'text') return typeof text === 'string' ? text : ''
  if (type === 'resource') {
    const { text: inside } = (resource ?? {}) as { text?: unknown }
    return typeof inside === 'string' ? inside : '[A resource that is no text was left out.]'
  }
  if (type === 'resource_link') return `[Resource: ${String(name ?? '')} ${String(uri ?? '')}]`
  return `[Left out: ${type === 'image' || type === 'audio' ? type : 'something that is no text'}.]`
}
