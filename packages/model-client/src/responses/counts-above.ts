import { countTokens } from './count-tokens.ts'

/** Characters counted before the sum is looked at. */
const pieceChars = 16_384

/**
 * Whether texts have more tokens than this. A token is at least a byte, so what is small enough is not counted at all;
 * counting stops where the number is exceeded.
 */
export async function countsAbove(texts: readonly string[], tokensMax: number): Promise<boolean> {
  if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= tokensMax) return false
  let tokens = 0
  for (const text of texts) {
    for (let at = 0; at < text.length && tokens <= tokensMax; at += pieceChars) {
      tokens += await countTokens(text.slice(at, at + pieceChars))
    }
  }
  return tokens > tokensMax
}
