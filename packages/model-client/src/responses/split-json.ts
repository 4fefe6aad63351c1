import { bufferMax, unreadable } from './unreadable.ts'

const depthOf: Record<string, number> = { '{': 1, '[': 1, '}': -1, ']': -1 }

/**
 * Splits a text that arrives in pieces into its JSON objects and lists: one body, one on each line, or one after the other,
 * with commas, `data:` or `[DONE]` between them. Each character is looked at once, however the text is cut.
 */
export function splitJson() {
  /** Text between two values, not yet understood: a few characters. */
  let lead = ''
  /** The pieces of the value that has begun. */
  let parts: string[] = []
  let chars = 0
  let depth = 0
  let inString = false
  let escaped = false
  let done = false

  /** Removes what stands between values; true when a value begins. */
  function skipLead(): boolean {
    for (;;) {
      lead = lead.replace(/^[\s,\uFEFF]+/, '')
      const between = /^(?:data:\s*)?\[DONE\]|^data:/i.exec(lead)?.[0]
      if (!between) break
      lead = lead.slice(between.length)
      done ||= between.endsWith(']')
      if (done) return false
    }
    // What is still on its way may become `data:` or `[DONE]`.
    if ('data:'.startsWith(lead) || (lead.length < 6 && '[DONE]'.startsWith(lead))) return false
    if (lead[0] !== '{' && lead[0] !== '[') throw unreadable('the response is no complete JSON')
    return true
  }

  /** The place after the end of the value in this text, or -1. */
  function endIn(text: string): number {
    for (let at = 0; at < text.length; at++) {
      const char = text[at]!
      if (escaped) escaped = false
      else if (inString) {
        if (char === '"') inString = false
        else escaped = char === '\\'
      } else if (char === '"') inString = true
      else {
        depth += depthOf[char] ?? 0
        if (depth === 0 && (char === '}' || char === ']')) return at + 1
      }
    }
    return -1
  }

  return {
    get done() {
      return done
    },
    /** Whether a value has begun and not ended. */
    get open() {
      return parts.length > 0
    },
    /** The texts of the values that are complete now. Raises MODEL_ERROR for what is no JSON, or too long. */
    push(text: string): string[] {
      const values: string[] = []
      for (let rest = text; !done; ) {
        if (parts.length === 0) {
          lead += rest
          if (!skipLead()) break
          rest = lead
          lead = ''
        }
        const end = endIn(rest)
        const part = end < 0 ? rest : rest.slice(0, end)
        parts.push(part)
        chars += part.length
        if (chars > bufferMax) throw unreadable('the response is too long')
        if (end < 0) break
        values.push(parts.join(''))
        parts = []
        chars = 0
        rest = rest.slice(end)
      }
      return values
    },
  }
}
