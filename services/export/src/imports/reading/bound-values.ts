const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]
const [openList, openObject] = [0x5b, 0x7b]

/** A smaller text cannot hold so many values that their memory matters. */
const freeBytes = 256 * 1024
/** Objects and lists: a conversation as large as may be read has some ten thousand. */
const containersMax = 100_000
/** What commas part. */
const membersMax = 500_000

/**
 * Whether a text would take far more memory once parsed than it takes itself, as `[{},{},…` does: a value of three bytes becomes
 * one of fifty, and a message of some hundreds. Looks at bytes alone, which takes milliseconds.
 */
export function holdsTooMuch(text: Buffer): boolean {
  if (text.length < freeBytes) return false
  let containers = 0
  let members = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const byte = text[at]!
    if (inString) {
      if (byte === backslash) at += 1
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (byte === comma) members += 1
    else if (byte === openObject || byte === openList) containers += 1
  }
  return containers > containersMax || members > membersMax
}
