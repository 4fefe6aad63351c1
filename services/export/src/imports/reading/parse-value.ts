import { isUtf8 } from 'node:buffer'
import { holdsTooMuch } from './bound-values.ts'
import type { Place } from './fault.ts'
import { notJson, notUtf8, tooLarge } from './fault.ts'

/** A value of a file. Raises ImportFault with the place of what is wrong in it. */
export function parseValue(bytes: Buffer, place: Place): unknown {
  if (!isUtf8(bytes)) throw notUtf8(place)
  if (holdsTooMuch(bytes)) throw tooLarge(place)
  const text = bytes.toString()
  try {
    return JSON.parse(text)
  } catch (err) {
    // V8 tells the character; none when the text ended too early.
    const at = /at position (\d+)/.exec(String(err))?.[1]
    const within = at === undefined ? 0 : Buffer.byteLength(text.slice(0, Number(at)))
    throw notJson(place.line === undefined ? { byte: (place.byte ?? 0) + within } : place)
  }
}
