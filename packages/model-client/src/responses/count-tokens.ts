import { setImmediate as breathe } from 'node:timers/promises'

// The tokenizer's time is quadratic in the length of a run without spaces. Short slices bound that, and change the
// count by less than 1 %.
const sliceMax = 512
/** Other work gets its turn after this long: a slice takes up to 15 ms. */
const busyMaxMs = 5

/**
 * Counts tokens with OpenAI's o200k_base: an estimate, for providers that send no usage. The tables take 80 MB and 0.2 s
 * to load, so they are loaded on first use. Lets other work run in between.
 */
export async function countTokens(text: string): Promise<number> {
  const { countTokens: count } = await import('gpt-tokenizer/encoding/o200k_base')
  let tokens = 0
  let since = performance.now()
  for (let at = 0; at < text.length; at += sliceMax) {
    tokens += count(text.slice(at, at + sliceMax), { disallowedSpecial: new Set() })
    if (performance.now() - since < busyMaxMs) continue
    await breathe()
    since = performance.now()
  }
  return tokens
}

/**
 * Estimates the number of tokens by length, without the tables: loading them would delay a stop just to learn what the
 * partial answer may have cost. Some milliseconds for a million characters.
 */
export function roughTokens(text: string): number {
  let wide = 0
  for (let at = 0; at < text.length; at++) if (isWide(text.charCodeAt(at))) wide++
  return Math.ceil(wide * 0.6 + (text.length - wide) / 4)
}

const isWide = (unit: number): boolean =>
  unit >= 0x2e80 &&
  (unit <= 0x9fff ||
    (unit >= 0xac00 && unit <= 0xd7af) ||
    (unit >= 0xf900 && unit <= 0xfaff) ||
    (unit >= 0xff00 && unit <= 0xffef))
