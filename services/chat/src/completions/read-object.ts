/**
 * The JSON object in a model's answer: the whole of it, or what stands in its first fence, or from its first brace to the one
 * that closes it. Undefined when there is none; whether it is the right one, its schema tells.
 */
export function readObject(answer: string): Record<string, unknown> | undefined {
  const fenced = /```(?:json)?\s*\n(.*?)\n\s*```/s.exec(answer)?.[1]
  for (const text of [answer, fenced, firstObjectIn(answer)]) {
    const value = text === undefined ? undefined : parse(text)
    if (value) return value
  }
  return undefined
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/** Each character is looked at once. */
function firstObjectIn(text: string): string | undefined {
  const from = text.indexOf('{')
  let depth = 0
  let inString = false
  for (let at = from; at >= 0 && at < text.length; at++) {
    const char = text[at]
    if (inString) {
      if (char === '\\') at++
      else if (char === '"') inString = false
    } else if (char === '"') inString = true
    else if (char === '{') depth++
    else if (char === '}' && --depth === 0) return text.slice(from, at + 1)
  }
  return undefined
}
