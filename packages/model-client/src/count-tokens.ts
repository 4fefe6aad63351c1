// A run without spaces costs the tokenizer time quadratic in its length: short slices bound that, and change
// the count by less than one in a hundred.
const sliceMax = 512

/**
 * Counts tokens as OpenAI's o200k_base does: for providers that send no usage, an estimate. The tables take
 * 80 MB and 0.2 s to load, so that is left to the first need.
 */
export async function countTokens(text: string): Promise<number> {
  const { countTokens: count } = await import('gpt-tokenizer/encoding/o200k_base')
  let tokens = 0
  for (let at = 0; at < text.length; at += sliceMax) {
    tokens += count(text.slice(at, at + sliceMax), { disallowedSpecial: new Set() })
  }
  return tokens
}

const wide = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g

/**
 * About as many tokens as that, for nothing: what an answer that was broken off may have cost is not worth
 * the tables, nor the moment their loading takes while somebody waits for the stop.
 */
export function roughTokens(text: string): number {
  const wideChars = text.match(wide)?.length ?? 0
  return Math.ceil(wideChars * 0.6 + (text.length - wideChars) / 4)
}
