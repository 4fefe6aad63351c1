/** How a JSON text is built, told without parsing it. */
export interface JsonMeasure {
  /** Levels of nesting. */
  depth: number
  /** Values in arrays and objects, never fewer than there are. */
  values: number
  /** False: a bracket is missing or too many, so that it is no JSON. */
  balanced: boolean
}

const [quote, comma, backslash] = [0x22, 0x2c, 0x5c]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/**
 * Measures a JSON text, some milliseconds for 8 MB: parsing a million small values takes a second, and nothing else is
 * done meanwhile. What it tells of a text that is no JSON means nothing.
 */
export function measureJson(text: string): JsonMeasure {
  let level = 0
  let depth = 0
  let values = 1
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        for (at++; at < text.length; at++) {
          const unit = text.charCodeAt(at)
          if (unit === quote) break
          if (unit === backslash) at++
        }
        break
      case comma:
        values++
        break
      case openArray:
      case openObject:
        values++
        level++
        if (level > depth) depth = level
        break
      case closeArray:
      case closeObject:
        level--
        break
    }
  }
  return { depth, values, balanced: level === 0 }
}
