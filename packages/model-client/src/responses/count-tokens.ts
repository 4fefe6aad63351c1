// The tokenizer's time is quadratic in the length of a run without spaces. Short slices bound that, and change the
// count by less than 1 %.
const sliceMax = 512

/**
 * Counts tokens with OpenAI's o200k_base: an estimate, for providers that send no usage. The tables take 80 MB and 0.2 s
 * to load, so they are loaded on first use.
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
 * Estimates the number of tokens by length, without the tables: loading them would delay a stop just to learn what the
 * partial answer may have cost.
 */
export function roughTokens(text: string): number {
  const wideChars = text.match(wide)?.length ?? 0
  return Math.ceil(wideChars * 0.6 + (text.length - wideChars) / 4)
}
